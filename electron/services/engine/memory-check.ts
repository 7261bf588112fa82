import { AppError } from '../../../shared/contract/errors.ts';
import type { ProbeSubject } from '../../../shared/contract/schemas/run.ts';
import { describeModelFor } from '../../../shared/model/model-for-task.ts';
import { trainingMemory } from '../../../shared/model/training-memory.ts';
import type { EngineName } from '../../trainer-link/engine-source.ts';
import type { TrainerLink } from '../../trainer-link/trainer-link.ts';

export interface MemoryCheckDependencies {
  readonly link: Pick<TrainerLink, 'status' | 'onMemory'>;
  /** The engine that the next trainer is to run on. */
  readonly engine: () => EngineName;
  /** Bytes that the system could still give. */
  readonly freeMemory: () => number;
}

/** Whether what is to be trained fits the machine's memory. */
export class MemoryCheck {
  private readonly deps: MemoryCheckDependencies;
  /** What the trainer's process has, by its last word, bytes. */
  private resident = 0;

  constructor(deps: MemoryCheckDependencies) {
    this.deps = deps;
    deps.link.onMemory.on(({ residentBytes }) => (this.resident = residentBytes));
  }

  /**
   * Bytes that a run could have: what is free, and what the trainer has already, which it will use again, or give back to the
   * next one. Null where a graphics card trains, whose memory is not known.
   */
  free(): number | null {
    const { link, engine, freeMemory } = this.deps;
    const { state, facts } = link.status;
    const lives = state === 'ready' || state === 'busy';
    if ((lives && facts ? facts.engine : engine()) !== 'cpu') return null;
    return freeMemory() + (lives ? this.resident : 0);
  }

  /**
   * Throws `model-too-large-for-memory` {needed, free} in GB when even the least that the training takes is more than there is,
   * and `model-invalid`. `imageBytes`: all training images of the data.
   */
  check({ task, model, recipe }: ProbeSubject, imageBytes: number): void {
    const { least } = trainingMemory(describeModelFor(task, model), recipe, imageBytes);
    const free = this.free();
    if (free === null || least <= free) return;
    throw new AppError('model-too-large-for-memory', {
      needed: Math.ceil(least / 1e8) / 10,
      free: Math.floor(free / 1e8) / 10,
    });
  }
}
