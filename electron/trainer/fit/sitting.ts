import { AppError } from '../../../shared/contract/errors.ts';
import type { RunLog } from '../../../shared/contract/schemas/run-log.ts';
import type { TrainJob } from '../../../shared/contract/trainer.ts';
import type { Position } from '../checkpoints/checkpoint.ts';
import type { CheckpointFolder } from '../checkpoints/checkpoint-folder.ts';
import type { TrainingData } from '../data/training-data.ts';
import type { NamedTensor } from '../formats/safetensors.ts';
import { collectCopies } from './collect-copies.ts';
import type { JobControl } from './job-control.ts';
import type { Meter } from './meter.ts';
import type { RunState } from './run-state.ts';
import { Saving } from './saving.ts';

export interface Clock {
  /** Milliseconds since the Unix epoch, for logs. */
  readonly time: () => number;
  /** Milliseconds that never go back, for durations. */
  readonly now: () => number;
}

/** One stretch of a run in one process: from its start or a resume to its end, a stop or a crash. */
export interface Sitting extends TrainingData {
  readonly job: TrainJob;
  readonly control: JobControl;
  readonly clock: Clock;
  readonly state: RunState;
  readonly checkpoints: CheckpointFolder;
  readonly meter: Meter;
  /**
   * Sends all logs that were yielded so far: those of the steps in a checkpoint go out before it is on disk. Returns
   * the logs that no host received, for the checkpoint to keep.
   */
  tell(): readonly RunLog[];
  /** Where the newest checkpoint on disk stands; null: there is none yet. */
  saved: Position | null;
  /** When the last checkpoint was begun; before the first one, when the sitting began. */
  savedAt: number;
  /** The checkpoint that is being written while the run goes on; null: none. */
  saving: Saving | null;
  /** When the last memory log was. */
  memoryAt: number;
  /** How long the last validation took, seconds, for estimating the time left. Null: there was none yet. */
  validationSeconds: number | null;
  dispose(): void;
}

type Logs = AsyncGenerator<RunLog, void, void>;

/** What the end of an epoch has found out already. */
interface Known {
  readonly tensors: readonly NamedTensor[];
  /** Whether its weights are the best so far. */
  readonly best: boolean;
}

/**
 * Begins to write a checkpoint unless the newest one is of this very position, after the one before it is on disk. A disk
 * takes its time, and the run does not wait for it; `savingEnded` tells how it went. Ends the run if the weights are not finite.
 */
export async function* saveCheckpoint(sitting: Sitting, known: Known | null = null): Logs {
  yield* savingEnded(sitting);
  const { state, saved, clock, checkpoints, meter } = sitting;
  const { position } = state;
  if (saved === position) return;
  const start = clock.now();
  const tensors = known?.tensors ?? (await state.tensors());
  if (!tensors) return yield* diverge(sitting);
  // A resume from this checkpoint does not take these steps again, so their logs must be sent before.
  const untold = sitting.tell();
  const save = async (): Promise<void> => {
    // The best weights first: the checkpoint refers to them.
    if (known?.best) await checkpoints.saveBest(position.step, state.weightsOf(tensors));
    await checkpoints.save({ position, tensors, untold });
  };
  sitting.saving = new Saving(position, save(), () => (clock.now() - start) / 1000);
  sitting.savedAt = start;
  meter.restart();
}

/**
 * Waits until the checkpoint that is being written, if any, is on disk, and logs it. Throws the storage error if it
 * failed.
 */
export async function* savingEnded(sitting: Sitting): Logs {
  const { saving, clock } = sitting;
  if (!saving) return;
  sitting.saving = null;
  const seconds = await saving.done;
  sitting.saved = saving.position;
  collectCopies();
  yield { type: 'checkpoint', time: clock.time(), step: saving.position.step, seconds };
}

/** The run ends at its last good checkpoint, which stays as it is: nothing that is not finite is ever written. */
export async function* diverge(sitting: Sitting): Logs {
  yield* savingEnded(sitting);
  const { state, saved, clock } = sitting;
  const { step } = state.position;
  const checkpointStep = saved?.step ?? 0;
  yield { type: 'diverged', time: clock.time(), step, checkpointStep };
  throw new AppError('training-diverged', { step, checkpointStep });
}
