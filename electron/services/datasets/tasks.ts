import { AppError, toErrorData } from '../../../shared/contract/errors.ts';
import type { DatasetState } from '../../../shared/contract/schemas/dataset.ts';
import { TransferRate } from '../transfer-rate.ts';

type Working = Extract<DatasetState, { state: 'working' }>;
type TaskState = Working | Extract<DatasetState, { state: 'failed' }>;

export interface TaskHandle {
  readonly signal: AbortSignal;
  progress(progress: Partial<Working>): void;
}

/** Milliseconds between two progress events. */
const TELL_EVERY = 100;

interface Task {
  readonly controller: AbortController;
  readonly promise: Promise<unknown>;
}

/** Long work on data sets: one at a time for each, with progress, an estimate of the time left, and cancel. */
export class Tasks {
  private readonly now: () => number;
  private readonly changed: (id: string) => void;
  private readonly going = new Map<string, Task>();
  private readonly states = new Map<string, TaskState>();

  constructor(now: () => number, changed: (id: string) => void) {
    this.now = now;
    this.changed = changed;
  }

  state(id: string): TaskState | undefined {
    return this.states.get(id);
  }

  /** Runs `work`, or joins the work that is going for this data set. Throws what it throws. */
  run<T>(id: string, task: Working['task'], work: (handle: TaskHandle) => Promise<T>): Promise<T> {
    const going = this.going.get(id);
    if (going) return going.promise as Promise<T>;
    const controller = new AbortController();
    const rate = new TransferRate();
    let [reached, told] = [0, 0];
    this.states.set(id, { state: 'working', task, progress: null, etaSeconds: null });
    const progress = (change: Partial<Working>): void => {
      const share = change.progress ?? 0;
      rate.add(Math.max(0, share - reached), this.now());
      reached = Math.max(reached, share);
      const etaSeconds = rate.secondsFor(1 - reached, this.now());
      this.states.set(id, { state: 'working', task, progress: null, etaSeconds, ...change });
      if (this.now() - told < TELL_EVERY) return;
      told = this.now();
      this.changed(id);
    };
    const promise = this.settle(id, work({ signal: controller.signal, progress }));
    this.going.set(id, { controller, promise });
    this.changed(id);
    return promise;
  }

  /** Cancels the work on a data set and waits until it has ended. */
  async end(id: string): Promise<void> {
    this.cancel(id);
    await this.going.get(id)?.promise.catch(() => undefined);
  }

  cancel(id: string): void {
    this.going.get(id)?.controller.abort();
  }

  cancelAll(): void {
    for (const id of this.going.keys()) this.cancel(id);
  }

  forgetFailure(id: string): void {
    if (this.states.get(id)?.state === 'failed') this.states.delete(id);
  }

  private async settle<T>(id: string, work: Promise<T>): Promise<T> {
    try {
      const result = await work;
      this.states.delete(id);
      return result;
    } catch (thrown) {
      const cancelled = thrown instanceof AppError && thrown.code === 'cancelled';
      if (cancelled) this.states.delete(id);
      else this.states.set(id, { state: 'failed', error: toErrorData(thrown) });
      throw thrown;
    } finally {
      this.going.delete(id);
      this.changed(id);
    }
  }
}
