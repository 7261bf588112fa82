import { AppError } from '../../../shared/contract/errors.ts';
import type { Run, RunId } from '../../../shared/contract/schemas/run.ts';
import type { HeldRun } from './held-run.ts';

/** The longest time until the clock is looked at again, milliseconds: it may be set, and a machine that slept has slept through its timers. */
const LOOK_EVERY = 30_000;

const placeOf = ({ queued, createdAt }: Run): number => queued?.place ?? createdAt;
const notBeforeOf = ({ queued }: Run): number | null => queued?.notBefore ?? null;

/**
 * The runs that wait, in their order, which their records tell: so it is the same after a restart, and a move writes the record of the
 * run that was moved alone.
 */
export class WaitingLine {
  private runs: HeldRun[] = [];
  private timer: NodeJS.Timeout | undefined;
  private readonly now: () => number;

  constructor(now: () => number) {
    this.now = now;
  }

  get all(): readonly HeldRun[] {
    return this.runs;
  }

  /** Puts runs at the end in their order. */
  add(...added: readonly HeldRun[]): void {
    for (const held of added) {
      const last = this.runs.at(-1);
      const after = last ? placeOf(last.run) : -Infinity;
      this.runs.push(held);
      if (placeOf(held.run) <= after || !held.run.queued) this.place(held, Math.max(after + 1, placeOf(held.run)));
    }
  }

  /** The same of runs that waited before the host began: in the order of their places. */
  takeBack(helds: readonly HeldRun[]): void {
    this.add(...[...helds].sort((a, b) => placeOf(a.run) - placeOf(b.run)));
  }

  /** Takes runs out. */
  take(wanted: (run: Run) => boolean): HeldRun[] {
    const taken = this.runs.filter(({ run }) => wanted(run));
    this.runs = this.runs.filter((held) => !taken.includes(held));
    return taken;
  }

  /**
   * Takes out the first one that may begin now. Where there is none, `due` is called once when the next run that waits for its hour may
   * begin, as far as the clock goes. The clock is read once for both: an hour that came in between would wake nobody.
   */
  takeNext(mayBegin: (run: Run) => boolean, due: () => void): HeldRun | null {
    const now = this.now();
    const next = this.runs.find(({ run }) => (notBeforeOf(run) ?? -Infinity) <= now && mayBegin(run));
    if (next) this.take(({ id }) => id === next.id);
    else this.wake(due, now);
    return next ?? null;
  }

  /** Throws `run-not-queued` {id} for either run. */
  move(id: RunId, before: RunId | null): void {
    const held = this.find(id);
    if (before !== null) this.find(before);
    if (before === id) return;
    const others = this.runs.filter((other) => other !== held);
    const at = before === null ? others.length : others.findIndex((other) => other.id === before);
    this.runs = [...others.slice(0, at), held, ...others.slice(at)];
    const [low, high] = [others[at - 1], others[at]].map((other) => other && placeOf(other.run));
    const between = low === undefined ? (high ?? this.now()) - 1 : high === undefined ? low + 1 : low / 2 + high / 2;
    this.place(held, between);
    // So many moves between the same two that no number is left there.
    if (between === low || between === high) this.runs.forEach((one, i) => this.place(one, this.now() + i));
  }

  /** Throws `run-not-queued` {id}. */
  schedule(id: RunId, notBefore: number | null): void {
    const held = this.find(id);
    held.change({ queued: { place: placeOf(held.run), notBefore } });
  }

  sleep(): void {
    clearTimeout(this.timer);
  }

  private wake(due: () => void, now: number): void {
    clearTimeout(this.timer);
    const hours = this.runs.flatMap(({ run }) => notBeforeOf(run) ?? []).filter((hour) => hour > now);
    if (hours.length === 0) return;
    this.timer = setTimeout(due, Math.min(LOOK_EVERY, Math.min(...hours) - now));
    this.timer.unref();
  }

  private find(id: RunId): HeldRun {
    const held = this.runs.find((one) => one.id === id);
    if (!held) throw new AppError('run-not-queued', { id });
    return held;
  }

  private place(held: HeldRun, place: number): void {
    held.change({ queued: { place, notBefore: notBeforeOf(held.run) } });
  }
}
