import type { Option } from '../../ui/index.ts';

/** How a try-out is answered: by a number, by one of a few answers, or by what stands in the figure when the reader says so. */
export type Answering =
  | { readonly by: 'number'; readonly isRight: (value: number) => boolean }
  | { readonly by: 'choice'; readonly options: readonly Option[]; readonly right: string }
  | {
      readonly by: 'figure';
      readonly chosen: string;
      /** What would be right in this figure, in words; without it, who asks for the answer is told the hint. */
      readonly answer?: string | undefined;
      readonly isRight: () => boolean;
    };

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

/**
 * The answer in words: the right choice, if it is one, and why. Of a figure, what would be right in it: what is chosen there is not, nor need
 * be what is said of it.
 */
export function answerOf({ answering, why, hint }: TryOut): string {
  if (answering.by === 'figure') return answering.answer ?? hint;
  if (answering.by !== 'choice') return why;
  const right = answering.options.find(({ value }) => value === answering.right);
  return right ? `${right.label}. ${why}` : why;
}

/** The number that is right, or one that is at most `tolerance` away from it. */
export const near =
  (right: number, tolerance = 1e-9): ((value: number) => boolean) =>
  (value) =>
    Math.abs(value - right) <= tolerance;
