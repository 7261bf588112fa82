/**
 * Steps at the start of a sitting that are left out of the run's overall speed: memory is still being allocated and
 * code compiled.
 */
const WARM_UP_STEPS = 50;
/** First steps that are too slow to estimate the later ones by: memory is allocated and kernels are chosen. */
const FIRST_STEPS = 16;
/** After so many seconds since the first call, steps count even if they are still the first: they are simply slow. */
const FIRST_SECONDS = 2;
/** Seconds over which the rate on the screen is averaged. */
const SMOOTHING = 2;
/** Seconds over which the rate for the time left is averaged: longer, so that the time left does not jump. */
const ESTIMATING = 20;
/** Seconds of measured steps that are needed before the time left is estimated. */
const LEAST_SECONDS = 0.5;

/**
 * Images a second, in which later steps count more. Two sums that decay: unlike a decaying mean, their quotient has no
 * bias at the start.
 */
class FadingRate {
  private readonly seconds: number;
  private sumImages = 0;
  private sumSeconds = 0;

  /** `seconds`: after so long, what was measured counts 1/e. */
  constructor(seconds: number) {
    this.seconds = seconds;
  }

  add(images: number, seconds: number): void {
    const keep = Math.exp(-seconds / this.seconds);
    this.sumImages = keep * this.sumImages + images;
    this.sumSeconds = keep * this.sumSeconds + seconds;
  }

  get value(): number {
    return this.sumImages / this.sumSeconds;
  }
}

/**
 * Training speed, from step to step, with the data pipeline and everything in between. What is not training
 * (validation, checkpoints, a pause) is left out by calling `restart` after it.
 */
export class Meter {
  private readonly now: () => number;
  private mark: number;
  private steps = 0;
  /** Images a second of the last call alone, while the first steps are not measured yet. */
  private first: number | null = null;
  /** Seconds spent since the very first call of steps ended. */
  private secondsSinceFirst = 0;
  private measuredSeconds = 0;
  private readonly lately = new FadingRate(SMOOTHING);
  private readonly steady = new FadingRate(ESTIMATING);
  /** Counted images and seconds, without the warm-up; they go on from those of earlier sittings. */
  images: number;
  seconds: number;

  /** `now` in milliseconds. */
  constructor(now: () => number, images = 0, seconds = 0) {
    this.now = now;
    this.mark = now();
    this.images = images;
    this.seconds = seconds;
  }

  /** Counts `steps` steps that have ended, of `images` images in all. Returns the seconds that they took. */
  lap(images: number, steps: number): number {
    const seconds = Math.max(this.sinceMark(), 1e-6);
    this.steps += steps;
    if (this.steps > WARM_UP_STEPS) {
      this.images += images;
      this.seconds += seconds;
    }
    const measured = this.steps - steps >= FIRST_STEPS || this.secondsSinceFirst >= FIRST_SECONDS;
    if (this.first !== null) this.secondsSinceFirst += seconds;
    if (measured) {
      this.measuredSeconds += seconds;
      this.lately.add(images, seconds);
      this.steady.add(images, seconds);
    } else this.first = images / seconds;
    this.restart();
    return seconds;
  }

  /** Leaves out the time since the last lap: it was not training. */
  restart(): void {
    this.mark = this.now();
  }

  private sinceMark(): number {
    return (this.now() - this.mark) / 1000;
  }

  /** Images a second lately; 0 before the first step. */
  get recent(): number {
    return this.measuredSeconds > 0 ? this.lately.value : (this.first ?? 0);
  }

  /** Seconds that so many images will take, by the steps that were measured; null while those are too few to tell. */
  secondsFor(images: number): number | null {
    return this.measuredSeconds >= LEAST_SECONDS ? images / this.steady.value : null;
  }

  /** Images a second over all counted steps; null if there were none. */
  get overall(): number | null {
    return this.seconds > 0 ? this.images / this.seconds : null;
  }
}
