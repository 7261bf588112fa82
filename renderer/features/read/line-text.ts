import type { LineReading, ReadingKind, ReadSymbol } from '../../../shared/contract/schemas/reading.ts';
import { amountOf } from '../../../shared/reading/amounts.ts';
import type { LineReview } from '../../stores/line-reviews.ts';

/** A line, or what was read in a field of a form: what both have. */
export type ReadText = Pick<LineReading, 'text' | 'value' | 'confidence' | 'sure' | 'alternatives'> & {
  readonly symbols: readonly Omit<ReadSymbol, 'quad'>[];
  readonly classic?: LineReading['classic'];
};

/** A sign that is less probable than this is shown as one to look at, in a line that is not sure. */
const DOUBTFUL = 0.95;

/** The sign in a place, as it is read or as it was corrected; empty: taken away. */
export const signAt = (line: ReadText, review: LineReview, place: number): string =>
  review.signs[place] ?? line.symbols[place]?.label ?? '';

/** What a line says, with what was corrected of it. */
export const textOf = (line: ReadText, review: LineReview): string =>
  review.text ?? line.symbols.map((_, place) => signAt(line, review, place)).join('');

/** Whether a person should still look at it. */
export const isOpen = (line: ReadText, review: LineReview): boolean => !line.sure && !review.accepted;

export const stateOf = (line: ReadText, review: LineReview): 'sure' | 'open' | 'accepted' =>
  review.accepted ? 'accepted' : line.sure ? 'sure' : 'open';

/** What a line comes to as a number or a day; null: nothing. Of a corrected day nothing is said. */
export function valueOf(kind: ReadingKind, line: ReadText, review: LineReview): string | null {
  const text = textOf(line, review);
  if (text === line.text) return line.value;
  return kind === 'amount' ? amountOf(text) : null;
}

/** The signs to look at: the uncertain ones of a line that is not sure, or its least certain one, as long as nobody corrected them. */
export function doubtfulSigns(line: ReadText, review: LineReview): ReadonlySet<number> {
  if (!isOpen(line, review) || line.symbols.length === 0) return new Set();
  const least = Math.min(...line.symbols.map(({ confidence }) => confidence));
  const bound = Math.max(DOUBTFUL, least);
  const places = line.symbols.flatMap(({ confidence }, place) => (confidence <= bound ? [place] : []));
  return new Set(places.filter((place) => review.signs[place] === undefined));
}

/** The first sign after `place` that is to be looked at, or else the next one; the last one has none after it. */
export function nextSign(line: ReadText, review: LineReview, place: number): number {
  const doubtful = [...doubtfulSigns(line, review)].find((other) => other > place);
  return doubtful ?? Math.min(line.symbols.length - 1, place + 1);
}

/** The first line after `index` that is to be looked at, around the end; null: there is none. */
export function nextOpen(
  lines: readonly ReadText[],
  reviewOf: (index: number) => LineReview,
  index: number,
): number | null {
  for (let step = 1; step <= lines.length; step++) {
    const at = (index + step) % lines.length;
    if (at !== index && isOpen(lines[at]!, reviewOf(at))) return at;
  }
  return null;
}
