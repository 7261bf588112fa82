type Wish = 'run' | 'pause' | 'stop';

/**
 * The host's requests to a run, and the run's answers. The run looks at `wish` between steps; a step is never
 * interrupted.
 */
export class JobControl {
  private current: Wish = 'run';
  private waiting: (() => void)[] = [];
  /** Wakes the run; only while it is paused. */
  private wake: (() => void) | null = null;

  get wish(): Wish {
    return this.current;
  }

  /** Whether long work between steps should end early. */
  readonly interrupted = (): boolean => this.current !== 'run';

  /** Resolves when the run is paused, its checkpoint on disk; or when it went on or ended instead. */
  pause(): Promise<void> {
    if (this.current === 'run') this.current = 'pause';
    return this.wake ? Promise.resolve() : this.answer();
  }

  resume(): void {
    if (this.current === 'pause') this.change('run');
  }

  /** Resolves when the run has ended. */
  stop(): Promise<void> {
    this.change('stop');
    return this.answer();
  }

  /** Called by the run when it is paused. Resolves with the next wish. */
  async paused(): Promise<Wish> {
    if (this.current === 'pause') {
      this.release();
      await new Promise<void>((resolve) => (this.wake = resolve));
      this.wake = null;
    }
    return this.current;
  }

  /** Called by the run when it has ended, whatever the wish was. */
  ended(): void {
    this.release();
  }

  private change(wish: Wish): void {
    this.current = wish;
    this.release();
    this.wake?.();
  }

  private answer(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private release(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}
