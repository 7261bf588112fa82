import { AppError } from '../../../shared/contract/errors.ts';
import type { RunLog } from '../../../shared/contract/schemas/run-log.ts';
import type { TrainJob } from '../../../shared/contract/trainer.ts';
import type { Position } from '../checkpoints/checkpoint.ts';
import type { CheckpointFolder } from '../checkpoints/checkpoint-folder.ts';
import type { BatchOrder } from '../data/batch-order.ts';
import type { ImageSet } from '../data/image-set.ts';
import type { NamedTensor } from '../formats/safetensors.ts';
import type { Clock } from './clock.ts';
import type { JobControl } from './job-control.ts';
import type { Meter } from './meter.ts';
import type { RunState } from './run-state.ts';

/** One stretch of a run in one process: from its start or a resume to its end, a stop or a crash. */
export interface Sitting {
  readonly job: TrainJob;
  readonly control: JobControl;
  readonly clock: Clock;
  readonly state: RunState;
  readonly images: ImageSet;
  readonly validation: Int32Array;
  readonly order: BatchOrder;
  readonly checkpoints: CheckpointFolder;
  readonly meter: Meter;
  /** The newest checkpoint on disk (null: none yet), and when it was written or the sitting began. */
  saved: { position: Position | null; at: number };
  /** When the last memory log was. */
  memoryAt: number;
  /** How long the last validation took, seconds: part of the time that is left. */
  validationSeconds: number;
  dispose(): void;
}

type Logs = AsyncGenerator<RunLog, void, void>;

/**
 * Writes a checkpoint unless the newest one is of this very position. Ends the run if the weights are not finite.
 * `known` are the state's tensors, where they have been read already.
 */
export async function* saveCheckpoint(sitting: Sitting, known: readonly NamedTensor[] | null = null): Logs {
  const { state, saved, clock, checkpoints, meter } = sitting;
  const { position } = state;
  if (saved.position === position) return;
  const start = clock.now();
  const tensors = known ?? (await state.tensors());
  if (!tensors) return yield* diverge(sitting);
  await checkpoints.save({ position, tensors });
  sitting.saved = { position, at: clock.now() };
  meter.restart();
  yield { type: 'checkpoint', time: clock.time(), step: position.step, seconds: (clock.now() - start) / 1000 };
}

/** The run ends at its last good checkpoint, which stays as it is: nothing that is not finite is ever written. */
export async function* diverge({ state, saved, clock }: Sitting): Logs {
  const { step } = state.position;
  const checkpointStep = saved.position?.step ?? 0;
  yield { type: 'diverged', time: clock.time(), step, checkpointStep };
  throw new AppError('training-diverged', { step, checkpointStep });
}
