import { describe, expect, it } from 'vitest';
import { suspectLabels } from '../../shared/evaluation/confident-learning.ts';
import { madeUpAnswers } from '../fixtures/answers.ts';

/** By the paper's own definition, image by image. */
function slowly(rows: readonly number[][], labels: readonly number[], classes: number): Set<number> {
  const threshold = (c: number): number => {
    const own = rows.filter((_, i) => labels[i] === c).map((row) => row[c]!);
    return own.reduce((sum, value) => sum + value, 0) / own.length;
  };
  const thresholds = Array.from({ length: classes }, (_, c) => threshold(c));
  const wrong = labels.flatMap((label, i) => {
    const above = rows[i]!.map((p, c) => ({ p, c })).filter(({ p, c }) => p >= thresholds[c]!);
    const best = above.sort((a, b) => b.p - a.p)[0];
    return best && best.c !== label ? [i] : [];
  });
  return new Set(wrong);
}

const rowsOf = (logits: Float32Array, classes: number): number[][] =>
  Array.from({ length: logits.length / classes }, (_, i) => {
    const powers = [...logits.subarray(i * classes, (i + 1) * classes)].map(Math.exp);
    const sum = powers.reduce((a, b) => a + b, 0);
    return powers.map((power) => power / sum);
  });

describe('confident learning', () => {
  const { answers, labels } = madeUpAnswers(1000, 4, 2.5);
  const wrong = Uint16Array.from(labels);
  const changed = Array.from({ length: 50 }, (_, i) => i * 20);
  for (const place of changed) wrong[place] = (wrong[place]! + 1) % 4;

  it('suspects what its definition suspects, and those first', () => {
    const { suspects } = suspectLabels(answers.logits, 4, wrong);
    const expected = slowly(rowsOf(answers.logits, 4), [...wrong], 4);
    expect(new Set(suspects.slice(0, expected.size).map(({ place }) => place))).toEqual(expected);
    for (const { place, given, likely, givenProbability, likelyProbability } of suspects) {
      expect(given).toBe(wrong[place]);
      expect(likely).not.toBe(given);
      expect(likelyProbability).toBeGreaterThanOrEqual(givenProbability - 1);
    }
  });

  it('finds most of the labels that were changed before others', () => {
    const { suspects, estimated } = suspectLabels(answers.logits, 4, wrong);
    const first = suspects.slice(0, 75).filter(({ place }) => changed.includes(place));
    expect(first.length).toBeGreaterThanOrEqual(30);
    expect(estimated).toBeGreaterThan(40);
  });

  it('says nothing of answers that are no numbers, of classes without images, and of no images', () => {
    expect(suspectLabels(Float32Array.of(NaN, 1, 1, 0), 2, Uint16Array.of(0, 0))).toEqual({
      suspects: [],
      estimated: 0,
    });
    const none = suspectLabels(Float32Array.of(9, 0, 5, 9, 0, 5), 3, Uint16Array.of(0, 0));
    expect(none).toEqual({ suspects: [], estimated: 0 });
    expect(suspectLabels(new Float32Array(), 5, new Uint16Array())).toEqual({ suspects: [], estimated: 0 });
  });
});
