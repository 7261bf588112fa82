import { describe, expect, it } from 'vitest';
import { scoresSchema } from '../../shared/contract/schemas/evaluation.ts';
import { classScores } from '../../shared/evaluation/class-scores.ts';
import { compareReadings } from '../../shared/evaluation/compare.ts';
import type { ConfusionCell } from '../../shared/evaluation/confusion.ts';
import { compareAll } from '../../shared/evaluation/compare-all.ts';
import { answersCsv } from '../../shared/evaluation/csv.ts';
import { answerAt, readingsOf } from '../../shared/evaluation/answers.ts';
import { NO_ANSWER } from '../../shared/evaluation/softmax.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import { mcnemarExact } from '../../shared/evaluation/mcnemar.ts';
import { scoresOf } from '../../shared/evaluation/scores.ts';
import { similarityOrder } from '../../shared/evaluation/similarity.ts';
import { answersOf, madeUpAnswers } from '../fixtures/answers.ts';

const asGiven = (labels: readonly number[]) => {
  const given = Int32Array.from(labels);
  return { labels: given, given };
};

describe('scores', () => {
  it('are those of a count by hand', () => {
    const { answers, labels } = madeUpAnswers(500, 4, 1);
    const scores = scoresOf(answers, { labels, given: labels }, null);
    const probabilities = Array.from(labels, (_, i) => {
      const powers = [...answers.logits.subarray(4 * i, 4 * i + 4)].map(Math.exp);
      return powers.map((power) => power / powers.reduce((a, b) => a + b, 0));
    });
    const order = probabilities.map((row) => [0, 1, 2, 3].sort((a, b) => row[b]! - row[a]!));
    const rightOnes = order.filter(([first], i) => first === labels[i]).length;
    expect(scores).toMatchObject({ n: 500, right: rightOnes, accuracy: rightOnes / 500 });
    expect(scores.top2.right).toBe(order.filter((row, i) => row.slice(0, 2).includes(labels[i]!)).length);
    const loss = probabilities.reduce((sum, row, i) => sum - Math.log(row[labels[i]!]!), 0) / 500;
    expect(scores.loss).toBeCloseTo(loss, 9);
    for (const c of [0, 1, 2, 3]) {
      const own = order.filter(([first], i) => first === c && labels[i] === c).length;
      const [read, truly] = [order.filter(([first]) => first === c), [...labels].filter((label) => label === c)];
      expect(scores.classes[c]!.precision).toBeCloseTo(own / read.length, 12);
      expect(scores.classes[c]!.recall).toBeCloseTo(own / truly.length, 12);
      expect(scores.classes[c]!.f1).toBeCloseTo((2 * own) / (read.length + truly.length), 12);
    }
    expect(() => scoresSchema.parse(scores)).not.toThrow();
  });

  it('has no share of a class without images, and neither 0 nor NaN in its place', () => {
    const scores = scoresOf(answersOf([[3, 1, 0], [0, 2, 0]]), asGiven([0, 0]), null); // prettier-ignore
    const none = { precision: null, precision95: null, recall: null, recall95: null, f1: null };
    expect(scores.classes[1]).toMatchObject({ support: 0, predicted: 1, ...none });
    expect(scores.classes[2]).toMatchObject({ support: 0, predicted: 0, ...none });
    expect(scores.macro).toMatchObject({ recall: 0.5, precision: 1 });
  });

  it('of no images are none', () => {
    const scores = scoresOf(answersOf([]), asGiven([]), null);
    expect(scores).toMatchObject({ n: 0, accuracy: null, loss: null, scaled: null, interval95: [0, 1] });
    expect(scores.top2.share).toBeNull();
    expect(scoresSchema.parse(scores)).toEqual(scores);
  });

  it('reads the first of equals, and ranks the others behind it', () => {
    const scores = scoresOf(answersOf([[1, 1, 1], [1, 1, 1], [1, 1, 1]]), asGiven([0, 1, 2]), null); // prettier-ignore
    expect(scores.right).toBe(1);
    expect(scores.top2.right).toBe(2);
  });

  it('tells answers that are not finite, and takes no probability from them', () => {
    const scores = scoresOf(answersOf([[NaN, 1], [Infinity, 0], [-2, 2]]), asGiven([1, 1, 1]), null); // prettier-ignore
    expect(scores).toMatchObject({ n: 3, right: 1, notFinite: 2, loss: null });
    expect(scores.calibration.bins.reduce((sum, { count }) => sum + count, 0)).toBe(1);
    expect(scores.top2.right).toBe(1);
    expect(scoresSchema.parse(scores)).toEqual(scores);
  });

  describe('of an answer with what is no number', () => {
    const answers = answersOf([[NaN, NaN], [1, NaN], [NaN, 1], [3, 0]]); // prettier-ignore
    const readings = readingsOf(answers);

    it('are of one that is wrong whatever the label is, read as no class, and an image of its class', () => {
      expect([...readings.predicted]).toEqual([NO_ANSWER, NO_ANSWER, NO_ANSWER, 0]);
      expect([0, 3].map((row) => answerAt(readings, row))).toEqual([null, 0]);
      const scores = scoresOf(answers, asGiven([0, 0, 1, 0]), null);
      expect(scores).toMatchObject({ n: 4, right: 1, accuracy: 0.25, notFinite: 3, confusion: [[0, 0, 1]] });
      expect(scores.classes[0]).toMatchObject({ support: 3, predicted: 1, right: 1, precision: 1, recall: 1 / 3 });
      expect(scores.classes[1]).toMatchObject({ support: 1, predicted: 0, recall: 0 });
      expect(scoresSchema.parse(scores)).toEqual(scores);
    });

    it('differ from a right one where models are compared, and are in no cell', () => {
      const labels = Int32Array.of(0, 0, 0, 0);
      const right = Int32Array.of(0, 0, 0, 0);
      expect(compareReadings(readings.predicted, right, labels)).toMatchObject({
        onlySecond: 3,
        bothRight: 1,
        difference: [[0, 0, 3]],
      });
      const { items } = compareAll({
        readings: [{ id: `eval-${'a'.repeat(32)}`, predicted: readings.predicted }],
        labels,
        places: Uint32Array.of(0, 1, 2, 3),
        classes: 2,
      });
      expect(items[0]).toMatchObject({ right: 1, classes: [{ support: 4, right: 1, recall: 0.25 }, { support: 0 }] });
    });

    it('have no name in a table', () => {
      const item = { place: 7, label: 0, given: 0, predicted: null, confidence: null, loss: null, doubt: null };
      const text = answersCsv(answersOf([[NaN, NaN]]), [{ ...item, known: null }], { ...DIGITS, classes: ['0', '1'] });
      expect(text.split('\r\n')[1]).toBe('7,0,0,,0,,,,,,');
    });
  });

  it('counts what corrections changed, and leaves out what they leave out', () => {
    const given = Int32Array.from([0, 0, 1]);
    const scores = scoresOf(answersOf([[0, 9], [9, 0], [0, 9]]), { given, labels: Int32Array.from([1, -1, 1]) }, null); // prettier-ignore
    expect(scores).toMatchObject({ n: 2, right: 2, relabelled: 1, leftOut: 1 });
  });

  it('counts what the model takes for a sign by its threshold', () => {
    const answers = { ...answersOf([[1, 0], [1, 0], [1, 0]]), known: Float32Array.of(0.2, 0.5, 0.9) }; // prettier-ignore
    const { known } = scoresOf(answers, asGiven([0, 0, 0]), 0.5);
    expect(known).toEqual({ accepted: 2, refused: 1, acceptedShare: 2 / 3, threshold: 0.5 });
  });
});

describe('class scores', () => {
  it('never pass their bounds', () => {
    const cells: ConfusionCell[] = [[0, 0, 3], [0, 1, 2], [1, 1, 5]]; // prettier-ignore
    for (const { precision, recall, f1, precision95, recall95 } of classScores(
      { cells, unanswered: Uint32Array.of(0, 0) },
      2,
    )) {
      for (const value of [precision, recall, f1]) expect(value).toBeLessThanOrEqual(1);
      expect(precision95![0]).toBeLessThanOrEqual(precision!);
      expect(recall95![1]).toBeGreaterThanOrEqual(recall!);
    }
  });
});

describe('McNemar', () => {
  const slow = (b: number, c: number): number => {
    const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n, k - 1) * (n - k + 1)) / k);
    const n = b + c;
    const tail = Array.from({ length: Math.min(b, c) + 1 }, (_, k) => choose(n, k) / 2 ** n);
    return Math.min(1, 2 * tail.reduce((sum, term) => sum + term, 0));
  };

  it.each([[0, 0], [0, 1], [1, 5], [3, 3], [0, 12], [10, 25], [40, 60], [7, 100]])('of %i against %i', (b, c) => {
    expect(mcnemarExact({ onlyFirst: b, onlySecond: c })).toBeCloseTo(slow(b, c), 12);
    expect(mcnemarExact({ onlyFirst: c, onlySecond: b })).toBeCloseTo(slow(b, c), 12);
  }); // prettier-ignore

  it('holds for many images', () => {
    // The normal approximation with continuity correction: z = (|b - c| - 1) / sqrt(b + c).
    expect(mcnemarExact({ onlyFirst: 30_000, onlySecond: 30_400 })).toBeCloseTo(0.1045, 3);
    expect(mcnemarExact({ onlyFirst: 0, onlySecond: 60_000 })).toBe(0);
  });
});

describe('two evaluations', () => {
  it('are compared image by image', () => {
    const [first, second, labels] = [[0, 1, 1, 2], [0, 0, 1, 1], [0, 0, 2, -1]].map((row) => Int32Array.from(row)); // prettier-ignore
    expect(compareReadings(first!, second!, labels!)).toEqual({
      n: 3,
      bothRight: 1,
      onlyFirst: 0,
      onlySecond: 1,
      bothWrong: 1,
      p: 1,
      difference: [
        [0, 0, 1],
        [0, 1, -1],
      ],
    });
  });
});

describe('the order by similarity', () => {
  it('puts those side by side that are taken for each other', () => {
    const cells: ConfusionCell[] = [[0, 0, 50], [4, 9, 9], [9, 4, 3], [3, 5, 7], [5, 8, 4], [7, 7, 20]]; // prettier-ignore
    const order = similarityOrder(cells, 10);
    expect([...order].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const apart = (a: number, b: number) => Math.abs(order.indexOf(a) - order.indexOf(b));
    expect([apart(4, 9), apart(3, 5), apart(5, 8)]).toEqual([1, 1, 1]);
  });

  it('keeps the order of classes that are never confused', () => {
    expect(similarityOrder([[0, 0, 1], [2, 2, 4]], 4)).toEqual([0, 1, 2, 3]); // prettier-ignore
  });

  it('goes round in no ring', () => {
    const ring: ConfusionCell[] = [[0, 1, 5], [1, 2, 4], [2, 0, 3]]; // prettier-ignore
    expect(similarityOrder(ring, 3).sort((a, b) => a - b)).toEqual([0, 1, 2]);
  });
});
