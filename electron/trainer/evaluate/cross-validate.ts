import path from 'node:path';
import type { CancelSignal } from '../../../shared/contract/define.ts';
import { AppError } from '../../../shared/contract/errors.ts';
import type { RunSpec } from '../../../shared/contract/schemas/run.ts';
import type { DataFiles } from '../../../shared/contract/trainer.ts';
import { imagesAt } from '../../../shared/data/labelled-images.ts';
import { bytesOfFloats } from '../../../shared/data/number-bytes.ts';
import { scheduleFactor } from '../../../shared/model/schedule.ts';
import { refuseIfAborted } from '../../../shared/rpc/cancel.ts';
import { fillReserved, reserveFile } from '../../files/reserved-file.ts';
import { readTrainingData, type TrainingData } from '../data/training-data.ts';
import { nextTurn } from '../fit/next-turn.ts';
import { RunState } from '../fit/run-state.ts';
import type { Progress } from './read-chosen.ts';
import { READ_BATCH } from './reader.ts';

/** Steps between two looks at the signal. */
const STEPS_PER_CALL = 5;
/** What is trained once a fold, on what, and where its answers go. */
export interface CrossValidation {
  readonly spec: RunSpec;
  readonly data: readonly DataFiles[];
  readonly folds: number;
  /** A folder, which there is. */
  readonly into: string;
}

/**
 * Trains a model for each fold on the others, reads the fold with it, and writes logits.f32: of every training image what a model
 * that did not learn it answers. Nothing else is kept. Throws `cancelled`, `training-diverged` {step}, what building a run throws, and
 * storage errors before the first step.
 */
export async function crossValidate(
  { spec, data, folds, into }: CrossValidation,
  signal: CancelSignal,
  progress: Progress,
): Promise<void> {
  const classes = spec.task.classes.length;
  const file = path.join(into, 'logits.f32');
  let logits: Float32Array | null = null;
  for (let index = 0; index < folds; index++) {
    const recipe = { ...spec.recipe, validation: { kind: 'fold' as const, folds, index } };
    const own = { ...spec, recipe };
    const images = await readTrainingData(own, data);
    if (!logits) {
      logits = new Float32Array(images.images.count * classes);
      await reserveFile(file, logits.byteLength);
    }
    const perFold = recipe.epochs * images.order.images + images.validation.length;
    const tell: FoldProgress = (done) => progress(index * perFold + Math.min(done, perFold), folds * perFold);
    await foldAnswers(own, images, logits, signal, tell);
  }
  if (logits) await fillReserved(file, bytesOfFloats(logits));
}

/** Is told how many images of one fold were learned from or read. */
type FoldProgress = (done: number) => void;

async function foldAnswers(
  spec: RunSpec,
  data: TrainingData,
  logits: Float32Array,
  signal: CancelSignal,
  progress: FoldProgress,
): Promise<void> {
  const state = new RunState({ spec }, data);
  try {
    const trained = await trainFold(spec, data, state, signal, progress);
    const reader = state.reader();
    const classes = spec.task.classes.length;
    for (let start = 0; start < data.validation.length; start += READ_BATCH) {
      await nextTurn();
      refuseIfAborted(signal);
      const batch = data.validation.subarray(start, start + READ_BATCH);
      const values = await reader.read(imagesAt(data.images, batch));
      batch.forEach((image, i) =>
        logits.set(values.subarray(i * reader.width, i * reader.width + classes), image * classes),
      );
      progress(trained + start + batch.length);
    }
  } finally {
    state.dispose();
  }
}

/** Returns how many images the steps have taken. */
async function trainFold(
  { recipe }: RunSpec,
  { order }: TrainingData,
  state: RunState,
  signal: CancelSignal,
  progress: FoldProgress,
): Promise<number> {
  const total = recipe.epochs * order.stepsPerEpoch;
  let images = 0;
  for (let done = 0; done < total;) {
    const block = order.blockAfter(done, Math.min(STEPS_PER_CALL, total - done));
    const learningRates = Float32Array.from(
      { length: block.steps },
      (_, i) => recipe.optimizer.learningRate * scheduleFactor(recipe, done + 1 + i, order.stepsPerEpoch),
    );
    const results = await state.step.run({ ...block, learningRates, firstStep: done + 1 });
    if (results.every(({ applied }) => !applied)) throw new AppError('training-diverged', { step: done + 1 });
    done += block.steps;
    images += block.indices.length;
    progress(images);
    await nextTurn();
    refuseIfAborted(signal);
  }
  return images;
}
