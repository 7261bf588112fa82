import { describe, expect, it } from 'vitest';
import { comparisonSchema, MOST_CHANGED, type TestResult } from '../../shared/contract/schemas/run-result.ts';
import { compareWithParent, forgetting } from '../../shared/evaluation/parent-comparison.ts';
import { mcnemarExact } from '../../shared/evaluation/mcnemar.ts';
import { runWarningText } from '../../shared/words/run-warnings.ts';

const result = (accuracy: number, interval95: [number, number] = [0, 1], dataset = 'mnist'): TestResult => ({
  dataset,
  accuracy,
  loss: 0.1,
  n: 6,
  interval95,
  confusion: [],
});

describe('before and after', () => {
  it('are counted in pairs; what was lost comes first among what changed', () => {
    const labels = [0, 1, 2, 3, 4, 5];
    const before = { result: result(4 / 6), predicted: [0, 1, 2, 3, 9, 9] };
    const after = { result: result(4 / 6), predicted: [0, 1, 7, 3, 4, 8] };
    const comparison = compareWithParent({ part: 'own', labels, places: [10, 11, 12, 13, 14, 15] }, before, after);
    expect(comparisonSchema.parse(comparison)).toMatchObject({
      bothRight: 3,
      onlyBefore: 1,
      onlyAfter: 1,
      bothWrong: 1,
      p: mcnemarExact({ onlyFirst: 1, onlySecond: 1 }),
      changed: [
        { index: 12, label: 2, before: 2, after: 7 },
        { index: 14, label: 4, before: 9, after: 4 },
        { index: 15, label: 5, before: 9, after: 8 },
      ],
    });
  });

  it('tell where a model gave no answer, which is wrong', () => {
    const before = { result: result(1), predicted: Int32Array.of(0, 0) };
    const after = { result: result(0.5), predicted: Int32Array.of(-1, 0) };
    const comparison = compareWithParent({ part: 'own', labels: [0, 0], places: [4, 5] }, before, after);
    expect(comparisonSchema.parse(comparison)).toMatchObject({
      onlyBefore: 1,
      changed: [{ index: 4, label: 0, before: 0, after: null }],
    });
  });

  it('keep no more changed samples than a record may hold', () => {
    const labels = new Uint8Array(2 * MOST_CHANGED);
    const before = { result: result(1), predicted: new Uint8Array(labels.length) };
    const after = { result: result(0), predicted: new Uint8Array(labels.length).fill(1) };
    const { changed, onlyBefore } = compareWithParent(
      { part: 'own', labels, places: [...labels.keys()] },
      before,
      after,
    );
    expect([changed.length, onlyBefore]).toEqual([MOST_CHANGED, labels.length]);
  });
});

describe('forgetting', () => {
  const compared = (after: number, part: 'own' | 'original' = 'original') => ({
    ...compareWithParent(
      { part, labels: [], places: [] },
      { result: result(0.99, [0.985, 0.994]), predicted: [] },
      { result: result(after), predicted: [] },
    ),
  });

  it('is told where accuracy fell below the parent’s interval, and nowhere else', () => {
    expect(forgetting([compared(0.9851)], ['mnist'])).toEqual([]);
    const [warning] = forgetting([compared(0.98)], ['mnist']);
    expect(warning).toMatchObject({ code: 'forgetting', dataset: 'mnist', before: 0.99, after: 0.98 });
    for (const language of ['en', 'zh-CN']) expect(runWarningText(warning!, language)).toMatch(/99\.00%.*98\.00%/);
    expect(forgetting([compared(0.98, 'own')], [])).toEqual([{ code: 'forgetting-untested' }]);
  });

  it('says that it was not tested where there was nothing to test it on', () => {
    expect(forgetting([], ['mnist'])).toEqual([{ code: 'forgetting-untested' }]);
    expect(forgetting([], null)).toEqual([]);
    // A hand that the parent has learnt is no proof of what it could read before.
    expect(forgetting([compared(0.99, 'own')], ['mnist', 'hand'])).toEqual([{ code: 'forgetting-untested' }]);
    const both = forgetting([compared(0.98)], ['mnist', 'hand']);
    expect(both.map(({ code }) => code)).toEqual(['forgetting', 'forgetting-untested']);
  });
});
