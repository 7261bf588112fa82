/** The seconds over which the speed is taken: long enough to be calm, short enough to follow a change. */
const WINDOW = 20;

/**
 * How fast work goes, over the last seconds; of whatever unit (bytes, images, a share of the whole). The first amount
 * is not counted: it is not known how long that took. Times are milliseconds.
 */
export class TransferRate {
  private readonly samples: { at: number; done: number }[] = [];
  private done = 0;

  /** Counts an amount that has just come. */
  add(amount: number, now: number): void {
    this.done += amount;
    const last = this.samples.at(-1);
    // One sample each quarter of a second is enough.
    if (!last || now - last.at >= 250) this.samples.push({ at: now, done: this.done });
    while (this.samples.length > 2 && now - this.samples[0]!.at > WINDOW * 1000) this.samples.shift();
  }

  /** Seconds that `left` more of it will take; null before there is a speed. */
  secondsFor(left: number, now: number): number | null {
    const first = this.samples[0];
    if (!first) return null;
    const seconds = (now - first.at) / 1000;
    const done = this.done - first.done;
    return seconds >= 1 && done > 0 ? (left * seconds) / done : null;
  }
}
