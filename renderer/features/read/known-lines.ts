import type { CallInput } from '../../../shared/contract/define.ts';
import type { HostCalls } from '../../../shared/contract/calls.ts';
import type { KnownLine, LineReading } from '../../../shared/contract/schemas/reading.ts';
import { knownSigns } from '../../../shared/reading/known-signs.ts';
import type { LineReview } from '../../stores/line-reviews.ts';
import { signAt, textOf } from './line-text.ts';

/** A page or a drawing as it was read, with what a person has said of its lines. */
export type KnownPage = CallInput<HostCalls, 'readings.signs'>['pages'][number];

/** The lines that a person has looked at, each with its text and where its signs stand, as far as that is known. */
export function knownLines(lines: readonly LineReading[], reviewOf: (index: number) => LineReview): KnownLine[] {
  return lines.flatMap((line, index) => {
    const review = reviewOf(index);
    const text = textOf(line, review).trim();
    return review.accepted && text !== '' ? [{ quad: line.quad, text, signs: signsOf(line, review) }] : [];
  });
}

/** Of a typed text only as many signs as were read have places; a sign that was corrected has the place of the one that was read. */
function signsOf(line: LineReading, review: LineReview): KnownLine['signs'] {
  if (review.text !== null)
    return knownSigns(line.symbols, review.text)?.map(({ label, symbol }) => ({ label, quad: symbol.quad })) ?? null;
  return line.symbols.flatMap(({ quad, empty }, place) => {
    const label = signAt(line, review, place);
    // Of an empty box only what a person says it is.
    const isSign = label.trim() !== '' && (!empty || review.signs[place] !== undefined);
    return isSign ? [{ label, quad }] : [];
  });
}
