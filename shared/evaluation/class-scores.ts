import type { ClassScores, Scores } from '../contract/schemas/evaluation.ts';
import type { Confusion } from './confusion.ts';
import { wilsonInterval } from './wilson.ts';

/** Null of nothing: there is no share of it. */
export const shareOf = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

const intervalOf = (part: number, whole: number): [number, number] | null =>
  whole === 0 ? null : wilsonInterval(part, whole);

/**
 * Precision, recall, F1 and support of each class, from a confusion matrix of so many classes; an image without an answer is one of
 * its class that was not read as it. Data without images of a
 * class say nothing of how it is read: no share of it is told, only how many others were read as it.
 */
export function classScores({ cells, unanswered }: Confusion, classes: number): ClassScores[] {
  const zeros = (): number[] => new Array<number>(classes).fill(0);
  const [support, predicted, right] = [Array.from(unanswered), zeros(), zeros()];
  for (const [truth, read, count] of cells) {
    support[truth]! += count;
    predicted[read]! += count;
    if (truth === read) right[truth]! += count;
  }
  return support.map((own, c) => ({
    support: own,
    predicted: predicted[c]!,
    right: right[c]!,
    precision: own === 0 ? null : shareOf(right[c]!, predicted[c]!),
    precision95: own === 0 ? null : intervalOf(right[c]!, predicted[c]!),
    recall: shareOf(right[c]!, own),
    recall95: intervalOf(right[c]!, own),
    f1: own === 0 ? null : shareOf(2 * right[c]!, own + predicted[c]!),
  }));
}

/** Means over the classes for which each is defined; null where it is for none. */
export function macroScores(scores: readonly ClassScores[]): Scores['macro'] {
  const mean = (name: 'precision' | 'recall' | 'f1'): number | null => {
    const values = scores.map((own) => own[name]).filter((value) => value !== null);
    return shareOf(
      values.reduce((sum, value) => sum + value, 0),
      values.length,
    );
  };
  return { precision: mean('precision'), recall: mean('recall'), f1: mean('f1') };
}
