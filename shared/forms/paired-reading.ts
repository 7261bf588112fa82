import type { PairedReading } from '../contract/schemas/reader-gain.ts';
import { editDistance } from '../evaluation/edit-distance.ts';
import { mcnemarExact, pairedCounts } from '../evaluation/mcnemar.ts';
import { wilsonInterval } from '../evaluation/wilson.ts';

/** A field whose right text is known, and what two readers made of it. */
export interface ReadTwice {
  readonly page: number;
  readonly truth: string;
  readonly before: string;
  readonly after: string;
}

/** Spaces are no signs. */
const signsOf = (text: string): string[] => [...text].filter((sign) => sign.trim() !== '');

/** Two readers on the same fields, beside each other; null of none. */
export function pairedReading(fields: readonly ReadTwice[]): PairedReading | null {
  if (fields.length === 0) return null;
  const truths = fields.map(({ truth }) => signsOf(truth));
  const all = truths.reduce((sum, { length }) => sum + length, 0);
  const score = (read: (field: ReadTwice) => string) => {
    const wrong = fields.map((field, i) => editDistance(signsOf(read(field)), truths[i]!));
    const right = wrong.map((signs) => signs === 0);
    const count = right.filter(Boolean).length;
    const result = {
      accuracy: count / fields.length,
      interval95: wilsonInterval(count, fields.length),
      characterErrorRate: all === 0 ? 0 : wrong.reduce((sum, signs) => sum + signs, 0) / all,
    };
    return { right, result };
  };
  const [before, after] = [score((field) => field.before), score((field) => field.after)];
  const { bothRight, onlyFirst, onlySecond, bothWrong } = pairedCounts(before.right, after.right);
  return {
    fields: fields.length,
    pages: new Set(fields.map(({ page }) => page)).size,
    ...{ before: before.result, after: after.result },
    ...{ bothRight, onlyBefore: onlyFirst, onlyAfter: onlySecond, bothWrong },
    p: mcnemarExact({ onlyFirst, onlySecond }),
  };
}
