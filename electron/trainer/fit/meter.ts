/** Steps at the start of a sitting that do not count: memory is still being laid out and code compiled. */
const WARM_UP_STEPS = 50;
/** Steps whose rate tells nothing of those to come: memory is laid out, kernels are chosen. */
const FIRST_STEPS = 16;
/** Seconds, behind the very first step, after which the others are taken as they are: these steps are slow by nature. */
const FIRST_SECONDS = 2;
/** Seconds over which the rate on the screen is averaged. */
const SMOOTHING = 2;
/** Seconds over which the rate is averaged that what is left is estimated by: a clock should not jump. */
const ESTIMATING = 20;
/** Seconds of measured steps before anything is estimated by them. */
const LEAST_SECONDS = 0.5;

/** Images a second, the later ones counting more: sums that fade, so that there is no start to be biased by. */
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
 * Training speed: time from step to step, the data pipeline and everything between included; what is told to be no
 * training (validation, checkpoints, a pause) is not.
 */
export class Meter {
  private readonly now: () => number;
  private mark: number;
  private steps = 0;
  /** Of the last call alone, until the steps are what they stay. */
  private first: number | null = null;
  /** Seconds spent since the very first call of steps ended. */
  private secondsSinceFirst = 0;
  private measuredSeconds = 0;
  private readonly lately = new FadingRate(SMOOTHING);
  private readonly steady = new FadingRate(ESTIMATING);
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

  /** What went before is no training. */
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
