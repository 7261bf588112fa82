/** Steps at the start of a sitting that do not count: memory is still being laid out and code compiled. */
const WARM_UP_STEPS = 50;
/** Steps whose rate tells nothing of those to come: memory is laid out, kernels are chosen. */
const FIRST_STEPS = 16;
/** Seconds over which the rate on the screen is averaged. */
const SMOOTHING = 2;

/**
 * Training speed: time from step to step, the data pipeline and everything between included; what is told to be no
 * training (validation, checkpoints, a pause) is not.
 */
export class Meter {
  private readonly now: () => number;
  private mark: number;
  private steps = 0;
  private rate: number | null = null;
  /** Counted images and seconds, warm-up left out; those of earlier sittings are handed in. */
  images: number;
  seconds: number;

  /** `now` in milliseconds. */
  constructor(now: () => number, images = 0, seconds = 0) {
    this.now = now;
    this.mark = now();
    this.images = images;
    this.seconds = seconds;
  }

  /** So many steps of so many images together have ended. Returns their seconds. */
  lap(images: number, steps: number): number {
    const seconds = Math.max(this.sinceMark(), 1e-6);
    this.steps += steps;
    if (this.steps > WARM_UP_STEPS) {
      this.images += images;
      this.seconds += seconds;
    }
    const weight = 1 - Math.exp(-seconds / SMOOTHING);
    const rate = images / seconds;
    this.rate = this.rate === null || this.steps <= FIRST_STEPS ? rate : this.rate + weight * (rate - this.rate);
    this.restart();
    return seconds;
  }

  /** What went before is no training. */
  restart(): void {
    this.mark = this.now();
  }

  private sinceMark(): number {
    return (this.now() - this.mark) / 1000;
  }

  /** Images a second lately; 0 before the first step. */
  get recent(): number {
    return this.rate ?? 0;
  }

  /** Images a second over all counted steps; null if there were none. */
  get overall(): number | null {
    return this.seconds > 0 ? this.images / this.seconds : null;
  }
}
