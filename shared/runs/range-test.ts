import type { LearningRateCurve } from '../contract/schemas/learning-rate.ts';

/** The rates that a range test tries, and how many. */
export const RANGE = { from: 1e-6, to: 10, steps: 150 } as const;

/** Share of the past in the moving mean of the losses. */
const SMOOTHING = 0.9;
/** A loss this many times the best one has diverged. */
const RUNAWAY = 4;
/** Half the points over which a slope is taken. */
const REACH = 3;
/** A fall by less than this share of the first loss is noise. */
const NOISE = 0.01;

/** `steps` rates from `from` to `to`, each the same multiple of the one before. */
export function geometricRates({ from, to, steps }: { from: number; to: number; steps: number }): Float32Array {
  return Float32Array.from({ length: steps }, (_, i) => from * (to / from) ** (i / (steps - 1)));
}

/**
 * Collects the losses of a learning-rate range test (Smith, "Cyclical Learning Rates for Training Neural Networks",
 * 2015): they are smoothed by an exponential moving mean, corrected for its start as Adam's moments are, and the rate
 * at which the mean falls fastest per decade is suggested.
 */
export class RangeTest {
  private readonly points: { learningRate: number; loss: number }[] = [];
  private mean = 0;
  private best = Infinity;

  /** Takes the loss of the step that was done at a rate. False: the loss has diverged and the test may end. */
  add(learningRate: number, loss: number): boolean {
    if (!Number.isFinite(loss)) return false;
    this.mean = SMOOTHING * this.mean + (1 - SMOOTHING) * loss;
    const smoothed = this.mean / (1 - SMOOTHING ** (this.points.length + 1));
    this.points.push({ learningRate, loss: smoothed });
    this.best = Math.min(this.best, smoothed);
    return smoothed <= RUNAWAY * this.best;
  }

  curve(): LearningRateCurve {
    return { points: [...this.points], suggestion: this.suggestion() };
  }

  private suggestion(): number | null {
    const { points, best } = this;
    const first = points[0];
    if (!first || best > first.loss * (1 - NOISE)) return null;
    let [steepest, suggestion]: [number, number | null] = [0, null];
    for (let i = REACH; i + REACH < points.length; i++) {
      const [before, after] = [points[i - REACH]!, points[i + REACH]!];
      const slope = (after.loss - before.loss) / Math.log10(after.learningRate / before.learningRate);
      if (slope < steepest) [steepest, suggestion] = [slope, points[i]!.learningRate];
    }
    return suggestion;
  }
}
