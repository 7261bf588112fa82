import { describe, expect, it } from 'vitest';
import { compareAnswers } from '../../electron/services/exports/compare-answers.ts';

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
});
