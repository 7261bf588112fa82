/** The seconds over which the speed is taken: long enough to be calm, short enough to follow a change. */
const WINDOW = 20;

/** How fast bytes come, over the last seconds. Times are milliseconds. */
export class TransferRate {
  private readonly samples: { at: number; bytes: number }[] = [];
  private bytes = 0;

  /** More bytes have come. */
  add(bytes: number, now: number): void {
    this.bytes += bytes;
    const last = this.samples.at(-1);
    // One sample each quarter of a second is enough.
    if (!last || now - last.at >= 250) this.samples.push({ at: now, bytes: this.bytes });
    while (this.samples.length > 2 && now - this.samples[0]!.at > WINDOW * 1000) this.samples.shift();
  }

  /** Seconds that `left` bytes will take; null before there is a speed. */
  secondsFor(left: number, now: number): number | null {
    const first = this.samples[0];
    if (!first) return null;
    const seconds = (now - first.at) / 1000;
    const bytes = this.bytes - first.bytes;
    return seconds >= 1 && bytes > 0 ? (left * seconds) / bytes : null;
  }
}
