import type { EpochLog, MemoryLog, RunLog, StepsLog } from '../../shared/contract/schemas/run-log.ts';
import { isLater, newestSteps } from '../../shared/runs/supersede.ts';

/** Everything a run tells that is worth a line of words: not its steps, which go into the columns, nor its memory. */
export type RunNote = Exclude<RunLog, StepsLog | MemoryLog>;

const FIRST_CAPACITY = 1024;
const COLUMNS = ['loss', 'accuracy', 'learningRate'] as const;

/**
 * A run's curves and notes, built from its logs in order. Steps lie in typed columns (16 bytes a step), so that a run
 * of a million steps stays cheap. NaN stands for a step that was left out. Nothing derived is kept here: smoothing and
 * decimation are done where the curves are drawn.
 */
export class RunSeries {
  /** Steps held; the columns are longer. */
  length = 0;
  step = new Uint32Array(FIRST_CAPACITY);
  loss = new Float32Array(FIRST_CAPACITY);
  accuracy = new Float32Array(FIRST_CAPACITY);
  learningRate = new Float32Array(FIRST_CAPACITY);
  epochs: EpochLog[] = [];
  notes: RunNote[] = [];
  latest: StepsLog | null = null;
  memory: MemoryLog | null = null;

  apply(logs: readonly RunLog[]): void {
    for (const log of logs) this.#applyOne(log);
  }

  #applyOne(log: RunLog): void {
    this.latest = newestSteps(this.latest, [log]);
    if (log.type === 'steps') return this.#push(log);
    if (log.type === 'memory') return void (this.memory = log);
    if (log.type === 'resumed') this.#dropAfter(log.step);
    if (log.type === 'epoch') this.epochs.push(log);
    if (log.type === 'skipped') this.#pushGap(log.step);
    this.notes.push(log);
  }

  #push(log: StepsLog): void {
    const { length } = log.loss;
    this.#makeRoom(length);
    for (let i = 0; i < length; i++) this.step[this.length + i] = log.step - length + 1 + i;
    for (const column of COLUMNS) this[column].set(log[column], this.length);
    this.length += length;
  }

  /** A step that was left out has no numbers: the curves have a gap there. */
  #pushGap(step: number): void {
    this.#makeRoom(1);
    this.step[this.length] = step;
    for (const column of COLUMNS) this[column][this.length] = NaN;
    this.length += 1;
  }

  /** A resume at `step` repeats the later steps: their logs no longer hold. */
  #dropAfter(step: number): void {
    while (this.length > 0 && this.step[this.length - 1]! > step) this.length -= 1;
    this.epochs = this.epochs.filter((epoch) => !isLater(epoch, step));
    this.notes = this.notes.filter((note) => !isLater(note, step));
  }

  #makeRoom(steps: number): void {
    while (this.length + steps > this.step.length) this.#grow();
  }

  #grow(): void {
    const capacity = this.step.length * 2;
    const step = new Uint32Array(capacity);
    step.set(this.step);
    this.step = step;
    for (const column of COLUMNS) {
      const longer = new Float32Array(capacity);
      longer.set(this[column]);
      this[column] = longer;
    }
  }
}
