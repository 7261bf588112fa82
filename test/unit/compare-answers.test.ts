import { describe, expect, it } from 'vitest';
import { compare, compareAnswers } from '../../electron/services/exports/compare-answers.ts';
import { modelOf } from '../fixtures/models.ts';

/** Images of 64 x 64 with two classes: 32 are read at once. */
const spec = modelOf([{ type: 'Flatten' }, { type: 'Dense', units: 2, activation: 'softmax' }], [64, 64, 1]);

const signs = { classes: 2, steps: 1 };

describe('answers of a model and of its export', () => {
  it('agree within what sums in another order come to', () => {
    const { maxDifference, ...others } = compareAnswers(
      Float32Array.of(0.9, 0.1, 0.5, 0.5),
      Float32Array.of(0.90001, 0.09999, 0.49999, 0.50001),
      signs,
    );
    expect(maxDifference).toBeCloseTo(1e-5, 6);
    // Of the second image the likeliest class is another one, but both are as probable.
    expect(others).toEqual({ images: 2, agree: 2 });
  });

  it('differ where the class does, at any step of a line', () => {
    const own = Float32Array.of(0.9, 0.1, 0.2, 0.8);
    const other = Float32Array.of(0.9, 0.1, 0.7, 0.3);
    expect(compareAnswers(own, other, signs)).toMatchObject({ images: 2, agree: 1 });
    expect(compareAnswers(own, other, { classes: 2, steps: 2 })).toMatchObject({ images: 1, agree: 0 });
  });

  it('are as far apart as can be where one is no number, or missing', () => {
    const own = Float32Array.of(0.9, 0.1);
    expect(compareAnswers(own, Float32Array.of(NaN, NaN), signs)).toEqual({ images: 1, maxDifference: 1, agree: 0 });
    expect(compareAnswers(own, new Float32Array(), signs)).toMatchObject({ images: 1, maxDifference: 1 });
  });

  it('count over all images, however many are read at once', async () => {
    let calls = 0;
    const answer = (first: number) => async (images: Uint8Array) =>
      Float32Array.from({ length: (2 * images.length) / 4096 }, (_, i) => (i % 2 === 0 ? first : 1 - first));
    const samples = { images: new Uint8Array(70 * 4096), labels: new Int32Array(70).fill(-1) };
    const { verified, cost } = await compare(samples, { spec }, {
      own: answer(0.9),
      exported: (images) => answer(++calls === 2 ? 0.4 : 0.9)(images),
    }); // prettier-ignore
    expect(calls).toBe(3);
    expect(cost).toBeNull();
    expect(verified).toMatchObject({ images: 70, agree: 38 });
    expect(verified.maxDifference).toBeCloseTo(0.5);
  });

  it('tell what rounded weights cost: other answers, and of those with a label which are right', async () => {
    // The rounded model says 1 of the first 32 images, of which half have a label.
    const labels = Int32Array.from({ length: 70 }, (_, i) => (i < 16 ? 1 : i < 40 ? 0 : -1));
    let calls = 0;
    const answer = (first: number) => async (images: Uint8Array) =>
      Float32Array.from({ length: (2 * images.length) / 4096 }, (_, i) => (i % 2 === 0 ? first : 1 - first));
    const rounded = (images: Uint8Array) => answer(calls++ < 2 ? 0.4 : 0.9)(images);
    const { verified, cost } = await compare({ images: new Uint8Array(70 * 4096), labels }, { spec }, {
      own: rounded,
      exported: rounded,
      full: answer(0.9),
    }); // prettier-ignore
    expect(verified).toMatchObject({ images: 70, agree: 70, maxDifference: 0 });
    expect(cost).toMatchObject({
      images: 70,
      changed: 32,
      accuracy: { images: 40, full: { correct: 24 }, rounded: { correct: 24 } },
    });
    expect(cost!.maxDifference).toBeCloseTo(0.5);
    expect(cost!.accuracy!.full.interval[0]).toBeCloseTo(0.446, 2);
  });
});
