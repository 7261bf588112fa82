import type { RunLog } from '../../shared/contract/schemas/run-log.ts';
import type { TrainJob } from '../../shared/contract/trainer.ts';
import { CheckpointFolder } from './checkpoints/checkpoint-folder.ts';
import { claimFolder } from './checkpoints/writer-claim.ts';
import { begin, type FitEnvironment } from './fit/begin.ts';
import { endEpoch } from './fit/end-epoch.ts';
import { finish } from './fit/finish.ts';
import { nextTurn } from './fit/next-turn.ts';
import { saveCheckpoint, savingEnded, type Sitting } from './fit/sitting.ts';
import { takeSteps } from './fit/take-steps.ts';

/**
 * A training run, from its first step or its newest good checkpoint to its end, as plain logs. Checkpoints and model
 * folders are written on the way; between two steps other work of the process is served and the control's requests
 * (pause, stop) are carried out, so a stop waits for no more than an eighth of a second and a checkpoint.
 *
 * The outcome is in the last log: `finished` or `stopped`. Throws `training-diverged` {step, checkpointStep} after its
 * log, and `model-invalid`, `dataset-empty`, `file-torn`, `checkpoint-torn`, `disk-full`, `storage-denied`,
 * `storage-failed`, `run-running` as they come.
 */
export async function* fit(job: TrainJob, environment: FitEnvironment): AsyncGenerator<RunLog, void, void> {
  const release = await claimFolder(new CheckpointFolder(job.folder).folder, job.id);
  try {
    const sitting = yield* begin(job, environment);
    try {
      yield* sit(sitting);
    } finally {
      // However the run ended, nothing may be written for it afterwards.
      await sitting.saving?.done.catch(() => undefined);
      sitting.dispose();
    }
  } finally {
    await release();
  }
}

async function* sit(sitting: Sitting): AsyncGenerator<RunLog, void, void> {
  const { state, control, order, job } = sitting;
  for (;;) {
    await nextTurn();
    await sitting.saving?.moveOn();
    const { epoch, stepInEpoch, step, stoppedEarly } = state.position;
    if (control.wish !== 'run') {
      yield* saveCheckpoint(sitting);
      yield* savingEnded(sitting);
      if (control.wish === 'stop') return yield { type: 'stopped', time: sitting.clock.time(), step };
      yield { type: 'paused', time: sitting.clock.time(), step };
      const next = await control.paused();
      sitting.meter.restart();
      if (next === 'run') yield { type: 'resumed', time: sitting.clock.time(), step };
    } else if (sitting.saving?.ended) {
      yield* savingEnded(sitting);
    } else if (stoppedEarly || epoch === job.spec.recipe.epochs) {
      yield* savingEnded(sitting);
      const finished = yield* finish(sitting);
      if (finished) return;
    } else if (state.features?.ready === false) {
      yield* computeFeatures(sitting);
    } else if (stepInEpoch < order.stepsPerEpoch && state.isUndrawn) {
      await state.drawEpoch(control.interrupted);
    } else if (stepInEpoch < order.stepsPerEpoch) {
      yield* takeSteps(sitting);
    } else {
      yield* endEpoch(sitting);
    }
  }
}

/**
 * Before a sitting's first step: takes the images through the frozen layers in front, once for all. Goes on later where it
 * was interrupted.
 */
async function* computeFeatures({ state, clock, control, meter }: Sitting): AsyncGenerator<RunLog, void, void> {
  const start = clock.now();
  await state.features!.compute(state.model, control.interrupted);
  meter.restart();
  if (!state.features!.ready) return;
  yield { type: 'stage', time: clock.time(), stage: 'features', seconds: (clock.now() - start) / 1000 };
}
