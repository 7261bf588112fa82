import { promises as fs } from 'node:fs';
import type { Run, RunId, RunSpec } from '../../../shared/contract/schemas/run.ts';
import type { PredictedSpeed } from '../../../shared/contract/schemas/speed.ts';
import { checkAugmentation } from '../../../shared/data/augment.ts';
import { describeModelFor } from '../../../shared/model/model-for-task.ts';
import { storageError } from '../../files/atomic-write.ts';
import type { LockHolder } from '../../files/lock-file.ts';
import { copyParent } from '../models/copy-model.ts';
import type { ParentModel } from './fine-tune.ts';
import { runFiles } from './run-folder.ts';
import { newRunId } from './run-id.ts';
import { lockRun } from './run-lock.ts';
import type { RunStore } from './run-store.ts';

export interface NewRun {
  readonly spec: RunSpec;
  /** It waits until then; absent: it begins as soon as it can. */
  readonly notBefore?: number | undefined;
  /** What it goes on from. */
  readonly parent?: ParentModel | undefined;
  readonly predicted?: PredictedSpeed | null | undefined;
}

/** Ids of one second differ in three random digits; a group's runs are made in one. */
const TRIES = 20;

/**
 * A new run's folder and first record, locked by this host from the first moment, with a copy of the model that it goes on
 * from, if it does: what becomes of that model is then nothing to the run. Throws `model-invalid`,
 * `model-not-found` {folder}, `augmentation-too-large`, storage errors.
 */
export async function createRun(
  store: RunStore,
  me: LockHolder,
  { spec, parent, predicted = null, notBefore }: NewRun,
  createdAt: number,
): Promise<Run> {
  const { parameters } = describeModelFor(spec.task, spec.model);
  checkAugmentation(spec.recipe.augmentation, spec.task.inputShape);
  const id = await makeFolder(store, spec.preset, createdAt);
  const folder = store.folderOf(id);
  try {
    await lockRun(runFiles(folder).lock, me);
    if (parent) await copyParent(parent, runFiles(folder).from);
    const queued = { place: createdAt, notBefore: notBefore ?? null };
    const run: Run = { ...BLANK_RUN, id, spec, parameters, predicted, createdAt, queued };
    await store.save(run);
    return run;
  } catch (thrown) {
    await fs.rm(folder, { recursive: true, force: true }).catch(() => undefined);
    throw thrown;
  }
}

/** Never takes over a folder that is there. */
async function makeFolder(store: RunStore, preset: string | undefined, now: number): Promise<RunId> {
  for (let tries = 1; ; tries++) {
    const id = newRunId(preset, now);
    try {
      await fs.mkdir(store.folderOf(id));
      return id;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || tries === TRIES)
        throw storageError(error, store.folderOf(id));
    }
  }
}

/** What a run's record has before anything has come of the run. */
export const BLANK_RUN: Omit<Run, 'id' | 'spec' | 'parameters' | 'predicted' | 'createdAt'> = {
  version: 2,
  status: 'queued',
  startedAt: null,
  endedAt: null,
  step: 0,
  totalSteps: 0,
  stepsPerEpoch: 0,
  epoch: 0,
  lastTrain: null,
  lastValidation: null,
  best: null,
  checkpointStep: null,
  engine: null,
  result: null,
  error: null,
};
