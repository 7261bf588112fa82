import type { LayerSpec } from '../contract/schemas/model.ts';
import type { ReviewSubject, ReviewWarning } from './subject.ts';

/** Below so many steps hardly anything is learnt. */
const FEWEST_STEPS = 100;
/** Trained weights need fewer. */
const FEWEST_TUNED = 20;
/** A transformer without others' weights learns what a convolution is given: that takes time. */
const TRANSFORMER = { least: 10, usual: 20 } as const;
const MOST_EPOCHS = 1000;
/** So many steps an epoch let a gradient be followed. */
const GOOD_STEPS = 10;

/** What is wrong with how long and in which steps it is trained. */
export function courseWarnings(subject: ReviewSubject): ReviewWarning[] {
  const { recipe, trainCount, stepsPerEpoch, tuned, model } = subject;
  const { epochs, batchSize, warmUpEpochs, earlyStopping } = recipe;
  const found: ReviewWarning[] = [];
  const add = (code: ReviewWarning['code'], params: ReviewWarning['params'], mend: ReviewWarning['mend']): void =>
    void found.push({ code, severity: 'warning', params, mend });

  if (batchSize > trainCount) add('batch-larger-than-data', { batchSize, n: trainCount }, mendBatch(trainCount));
  const [steps, fewest] = [stepsPerEpoch * epochs, tuned ? FEWEST_TUNED : FEWEST_STEPS];
  if (batchSize <= trainCount && steps < fewest) {
    const needed = Math.ceil(fewest / Math.max(1, stepsPerEpoch));
    add('few-steps', { n: steps, fewest }, needed > MOST_EPOCHS ? null : { epochs: needed });
  }
  if (!tuned && epochs < TRANSFORMER.least && hasTransformer(model.layers)) {
    add('transformer-epochs', { n: epochs, usual: TRANSFORMER.usual }, { epochs: TRANSFORMER.usual });
  }
  if (warmUpEpochs >= epochs) add('warm-up-too-long', { n: epochs }, { warmUpEpochs: Math.min(1, epochs / 4) });
  if (earlyStopping !== null && earlyStopping.patience >= epochs) {
    const mend = epochs < 2 ? null : { patience: Math.max(1, Math.floor(epochs / 3)) };
    found.push({ code: 'patience-too-long', severity: 'note', params: { n: epochs }, mend });
  }
  return found;
}

/** The largest power of two that leaves some steps an epoch. */
function mendBatch(trainCount: number): ReviewWarning['mend'] {
  const batchSize = 2 ** Math.floor(Math.log2(Math.max(1, trainCount / GOOD_STEPS)));
  return { batchSize: Math.max(1, batchSize) };
}

const hasTransformer = (layers: readonly LayerSpec[]): boolean =>
  layers.some((layer) => layer.type === 'TransformerEncoder');
