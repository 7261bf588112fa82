import type { DatasetId } from '../contract/schemas/dataset.ts';
import type { HandInfo } from '../contract/schemas/hand.ts';
import type { ModelInfo } from '../contract/schemas/predict.ts';
import { recipeSchema } from '../contract/schemas/recipe.ts';
import type { Recipe } from '../contract/schemas/recipe.ts';
import type { FineTuneRequest } from '../contract/schemas/run.ts';
import { LIGHT } from '../data/augment.ts';

/** Fewer drawings of a sign than this, and none can be spared for validation. */
const SPARE = 5;

/** Small steps, so that what the model could stays, and many of them, since there are few drawings. */
const recipeFor = (hand: HandInfo): Recipe => {
  const validated = Math.min(...hand.counts.filter((count) => count > 0)) >= SPARE;
  return recipeSchema.parse({
    version: 2,
    seed: 1,
    optimizer: { name: 'adam', learningRate: 0.0005 },
    schedule: { kind: 'cosine' },
    batchSize: 32,
    epochs: 20,
    validation: validated ? { kind: 'stratified', fraction: 0.2 } : { kind: 'none' },
    augmentation: LIGHT,
    ...(validated ? { earlyStopping: { patience: 6 } } : {}),
  });
};

/**
 * The model to go on from: one that has all of the hand's signs and reads images of its size, the starter before others and a newer
 * one before older; or else any of the size, which gets a new head. Ink that stands as written can be centred for a model, but
 * not the other way round. Null: there is none.
 */
export function parentFor(
  hand: HandInfo,
  models: readonly ModelInfo[],
): { model: ModelInfo; head: 'keep' | 'new' } | null {
  const { height, width, framing } = hand.frame;
  const fitting = models
    .filter(({ task: { inputShape } }) => inputShape[0] === height && inputShape[1] === width)
    .filter((model) => model.framing === 'centred' || model.framing === framing)
    .sort((a, b) => Number(b.ref === 'starter') - Number(a.ref === 'starter') || b.createdAt - a.createdAt);
  const able = fitting.find(({ task }) => hand.classes.every((name) => task.classes.includes(name)));
  const model = able ?? fitting[0];
  return model === undefined ? null : { model, head: able ? 'keep' : 'new' };
}

/**
 * "Learn my hand": a fine-tune with sound defaults. `replay`: the parent's own data, as far as they are on this machine; half of
 * each epoch's images are theirs, so that what the parent could is not forgotten. With a new head there is nothing to forget.
 */
export function learnMyHand(
  hand: HandInfo,
  parent: { readonly model: ModelInfo; readonly head: 'keep' | 'new' },
  replay: readonly DatasetId[],
  name: string,
): FineTuneRequest {
  const { model, head } = parent;
  const { height, width } = hand.frame;
  const isAlike = model.framing === hand.frame.framing;
  const others = replay.filter((id) => id !== hand.id);
  return {
    version: 2,
    name,
    data: {
      datasets: [hand.id],
      ...(isAlike ? {} : { transforms: { resize: { height, width, framing: model.framing } } }),
    },
    recipe: recipeFor(hand),
    from: {
      model: model.ref,
      freeze: 'none',
      head,
      ...(head === 'keep' && others.length > 0 ? { replay: { datasets: others, share: 0.5 } } : {}),
    },
  };
}
