import { describe, expect, it } from 'vitest';
import type { ImageFilter } from '../../shared/contract/schemas/evaluated-image.ts';
import { lossOf, readingsOf } from '../../shared/evaluation/answers.ts';
import { calibrationOf } from '../../shared/evaluation/calibration.ts';
import { scaledAnswers, scoresOf } from '../../shared/evaluation/scores.ts';
import { selectRows, type Evaluated } from '../../shared/evaluation/select.ts';
import { fitTemperature, TEMPERATURES } from '../../shared/evaluation/temperature.ts';
import { answersOf, madeUpAnswers } from '../fixtures/answers.ts';

describe('calibration', () => {
  it('is that of a slow reference', () => {
    const { answers, labels } = madeUpAnswers(2000, 5, 1.7);
    const { predicted, confidence } = readingsOf(answers);
    const images = Array.from(labels, (label, i) => ({
      confidence: confidence[i]!,
      right: predicted[i] === label,
      loss: 0,
    }));
    let ece = 0;
    for (let bin = 0; bin < 10; bin++) {
      const own = images.filter((image) => image.confidence >= bin / 10 && image.confidence < (bin + 1) / 10);
      if (own.length === 0) continue;
      const mean = own.reduce((sum, image) => sum + image.confidence, 0) / own.length;
      const accuracy = own.filter(({ right }) => right).length / own.length;
      ece += (own.length / images.length) * Math.abs(mean - accuracy);
    }
    expect(calibrationOf(images).ece).toBeCloseTo(ece, 9);
  });

  it('puts a confidence of 1 into the last bin, and none into a bin for what is no number', () => {
    const { bins, ece } = calibrationOf([
      { confidence: 1, right: true, loss: 0 },
      { confidence: NaN, right: false, loss: NaN },
    ]);
    expect(bins[9]).toMatchObject({ count: 1, confidence: 1, accuracy: 1 });
    expect(bins.slice(0, 9).every(({ confidence, accuracy }) => confidence === null && accuracy === null)).toBe(true);
    expect(ece).toBe(0);
  });

  it('says nothing of no images', () => {
    expect(calibrationOf([])).toMatchObject({ ece: null, loss: null });
  });
});

describe('the temperature', () => {
  const all = (count: number) => Array.from({ length: count }, (_, i) => i);

  it('is that of a slow search', () => {
    const { answers, labels } = madeUpAnswers(1500, 6, 2.5);
    const loss = (t: number): number => {
      const scaled = scaledAnswers(answers, t);
      return Array.from(labels, (label, i) => lossOf(scaled, i, label)).reduce((sum, own) => sum + own, 0) / 1500;
    };
    const grid = Array.from({ length: 400 }, (_, i) => 0.5 + i / 100);
    const best = grid.reduce((one, other) => (loss(other) < loss(one) ? other : one));
    const fitted = fitTemperature(answers, labels, all(1500))!;
    expect(Math.abs(fitted - best)).toBeLessThanOrEqual(0.0101);
    expect(loss(fitted)).toBeLessThanOrEqual(loss(best) + 1e-9);
  });

  it('undoes a boast, and calibration comes out better', () => {
    const { answers, labels } = madeUpAnswers(4000, 4, 3);
    const { calibration, scaled } = scoresOf(answers, { labels, given: labels }, null);
    expect(scaled!.temperature).toBeGreaterThan(1.3);
    expect(scaled!.calibration.ece!).toBeLessThan(calibration.ece! / 2);
    expect(scaled!.calibration.loss!).toBeLessThan(calibration.loss!);
    const counts = (bins: typeof calibration.bins) => bins.reduce((sum, { count }) => sum + count, 0);
    expect(counts(scaled!.calibration.bins)).toBe(counts(calibration.bins));
  });

  it('stays within bounds where the best one has no end', () => {
    const right = answersOf([[2, 0], [0, 2]]); // prettier-ignore
    expect(fitTemperature(right, Int32Array.of(0, 1), [0, 1])).toBeCloseTo(TEMPERATURES.least, 3);
    expect(fitTemperature(right, Int32Array.of(1, 0), [0, 1])).toBeCloseTo(TEMPERATURES.most, 2);
  });

  it('is not told where the best one has no end: a model would say 100 % from then on', () => {
    const { answers, labels } = madeUpAnswers(400, 4, 2);
    const told = (own: Int32Array) => scoresOf(answers, { labels: own, given: own }, null).scaled;
    expect(told(labels)).not.toBeNull();
    const right = readingsOf(answers).predicted;
    expect(told(right)).toBeNull();
    // Every second image read right: of that half there is none.
    expect(told(labels.map((label, i) => (i % 2 === 0 ? right[i]! : label)))).toBeNull();
  });

  it('is none without images, and stays finite with equal or huge logits', () => {
    expect(fitTemperature(answersOf([]), new Int32Array(), [])).toBeNull();
    expect(Number.isFinite(fitTemperature(answersOf([[1, 1]]), Int32Array.of(0), [0])!)).toBe(true);
    expect(Number.isFinite(fitTemperature(answersOf([[1e30, -1e30], [1e30, 0]]), Int32Array.of(0, 1), [0, 1])!)).toBe(true); // prettier-ignore
  });
});

describe('images of an evaluation', () => {
  const answers = { ...answersOf([[0, 3], [2, 0], [0.1, 0], [NaN, 0]]), known: Float32Array.of(0.9, 0.1, 0.6, 0.7) }; // prettier-ignore
  const images: Evaluated = {
    answers,
    readings: readingsOf(answers),
    given: Int32Array.from([0, 0, 1, 0]),
    labels: Int32Array.from([1, 0, 1, -1]),
    places: Uint32Array.from([10, 11, 12, 13]),
    threshold: 0.5,
  };
  const select = (filter: object, sort: 'place' | 'confidence' | 'loss' | 'doubt' = 'place', reverse = false) =>
    selectRows(images, { filter, sort, reverse });

  it.each([
    [{}, [0, 1, 2, 3]],
    [{ verdict: 'wrong' }, [2]],
    [{ verdict: 'right' }, [0, 1]],
    [{ truth: 1, predicted: 0 }, [2]],
    [{ corrected: 'relabelled' }, [0]],
    [{ corrected: 'left-out' }, [3]],
    [{ corrected: 'either' }, [0, 3]],
    [{ refused: true }, [1]],
    [{ places: [12, 99] }, [2]],
  ])('pass the filter %j', (filter, rows) => {
    expect(select(filter)).toEqual(rows);
  });

  it('come in order of what is asked, what is not finite first, equals as in the data set', () => {
    expect(select({}, 'confidence')).toEqual([3, 0, 1, 2]);
    expect(select({}, 'doubt')).toEqual([3, 2, 1, 0]);
    expect(select({}, 'loss')).toEqual([3, 2, 1, 0]);
    expect(select({}, 'confidence', true)).toEqual([2, 1, 0, 3]);
  });

  it('are set beside another reading of them', () => {
    const other = Int32Array.from([0, 0, 1, 1]);
    const beside = (verdict: 'both-right' | 'only-this' | 'only-other' | 'both-wrong') =>
      selectRows(
        images,
        { filter: { beside: { other: `eval-${'0'.repeat(32)}`, verdict } }, sort: 'place', reverse: false },
        other,
      );
    expect([beside('both-right'), beside('only-this'), beside('only-other'), beside('both-wrong')]).toEqual([
      [1],
      [0],
      [2],
      [],
    ]);
  });

  it('are those of a cell that only one of two readings has put there', () => {
    const other = Int32Array.from([0, 1, 2, 1]);
    const differ = (cell: Pick<ImageFilter, 'truth' | 'predicted'>) => {
      const beside = { other: `eval-${'0'.repeat(32)}`, verdict: 'differ' as const };
      return selectRows(images, { filter: { ...cell, beside }, sort: 'place', reverse: false }, other);
    };
    expect(differ({})).toEqual([0, 1, 2]);
    expect(differ({ truth: 1, predicted: 1 })).toEqual([0]);
    expect(differ({ truth: 1, predicted: 0 })).toEqual([0, 2]);
    expect(differ({ truth: 1, predicted: 2 })).toEqual([2]);
    expect(differ({ truth: 0, predicted: 1 })).toEqual([1]);
    expect(differ({ truth: 0, predicted: 2 })).toEqual([]);
  });
});
