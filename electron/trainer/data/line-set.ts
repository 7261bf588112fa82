import type { Task } from '../../../shared/contract/schemas/task.ts';
import { elements } from '../../../shared/model/info.ts';
import type { Random } from '../../../shared/random/random.ts';
import type { LineSet } from '../step/step-set.ts';
import type { ComposesLines } from './line-composers.ts';

/** More signs no composed line has, marks included: see MOST_SIGNS. */
const LONGEST = 32;

/** Images of lines and what they say, as a LineSet has them. */
export type LineMemory = Pick<LineSet, 'images' | 'strings'>;

/** Room for so many lines, of which none says anything yet. */
export const roomForLines = (count: number, { inputShape }: Task): LineMemory => ({
  images: new Uint8Array(count * elements(inputShape)),
  strings: new Int16Array(count * LONGEST).fill(-1),
});

export const linesIn = ({ strings }: LineMemory): number => strings.length / LONGEST;

/** What the n-th line says: places of the task's classes. */
export const signsOf = ({ strings }: LineMemory, n: number): number[] =>
  [...strings.subarray(n * LONGEST, (n + 1) * LONGEST)].filter((sign) => sign >= 0);

/** Lays the n-th line of `from` down at a place of another memory of the same task. */
export function copyLine(from: LineMemory, n: number, to: LineMemory, place: number): void {
  const bytes = from.images.length / linesIn(from);
  to.images.set(from.images.subarray(n * bytes, (n + 1) * bytes), place * bytes);
  to.strings.set(from.strings.subarray(n * LONGEST, (n + 1) * LONGEST), place * LONGEST);
}

/** Composes a line and lays it down as the n-th. */
export function layLine(composer: ComposesLines, random: Random, n: number, { images, strings }: LineMemory): void {
  const { ink, signs } = composer.compose(random);
  images.set(ink, n * ink.length);
  strings.fill(-1, n * LONGEST, (n + 1) * LONGEST);
  strings.set(signs, n * LONGEST);
}

export const lineSet = (count: number, memory: LineMemory): LineSet => ({ count, longest: LONGEST, ...memory });

/** `count` lines that the random stream alone decides. */
export function composeLines(composer: ComposesLines, random: Random, count: number, task: Task): LineSet {
  const memory = roomForLines(count, task);
  for (let n = 0; n < count; n++) layLine(composer, random, n, memory);
  return lineSet(count, memory);
}
