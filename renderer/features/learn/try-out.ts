import type { Option } from '../../ui/index.ts';

/** How a try-out is answered: by a number, by one of a few answers, or by what stands in the figure when the reader says so. */
export type Answering =
  | { readonly by: 'number'; readonly isRight: (value: number) => boolean }
  | { readonly by: 'choice'; readonly options: readonly Option[]; readonly right: string }
  | { readonly by: 'figure'; readonly chosen: string; readonly isRight: () => boolean };

/** A question to try out, whose answer the page checks. Its `id` is kept as solved: it stays what it is. */
export interface TryOut {
  readonly id: string;
  readonly question: string;
  readonly answering: Answering;
  /** Said when it was answered right: why it is. */
  readonly why: string;
  /** Said when it was not: where to look. */
  readonly hint: string;
}

/** The answer in words: the right choice, if it is one, and why. */
export function answerOf({ answering, why }: TryOut): string {
  if (answering.by !== 'choice') return why;
  const right = answering.options.find(({ value }) => value === answering.right);
  return right ? `${right.label}. ${why}` : why;
}

/** The number that is right, or one that is at most `tolerance` away from it. */
export const near =
  (right: number, tolerance = 1e-9): ((value: number) => boolean) =>
  (value) =>
    Math.abs(value - right) <= tolerance;
