import type { FineTune } from '../contract/schemas/fine-tune.ts';
import type { DatasetId } from '../contract/schemas/dataset.ts';
import { recipeSchema, type Recipe } from '../contract/schemas/recipe.ts';
import type { Task } from '../contract/schemas/task.ts';
import { LIGHT } from '../data/augment.ts';
import { fitRecipe } from '../model/fit-model.ts';
import { DIGITS } from '../task/digits.ts';

/** Images that "learn my hand" shows in all: some seconds of training on two cores. */
const SHOWN = 12_000;
const FEWEST_EPOCHS = 3;
/** A new head, and features that never saw such signs, have more to learn from few images. */
const MOST_EPOCHS = { keep: 30, new: 60 };
/**
 * Of each epoch's images. Chosen on made-up writers and images of MNIST's training set that took no part: with a half more was
 * forgotten, with three quarters no less, and the hand was learnt as well by all three.
 */
export const REPLAYED = 0.67;
/**
 * The same where the hand has few images, each of which comes again in thirty epochs. Chosen likewise, with five images of a digit: it
 * halves what is forgotten, and the hand is learnt as well.
 */
const REPLAYED_BESIDE_FEW = 0.8;
const FEW = 100;

/**
 * For signs that the model does not know: a larger learning rate, and times that for the head, which begins at random. Chosen on made-up
 * writers of 26 letters, ten of each, that took no part in what is measured: with 0.0005 and 5 times, in 30 epochs, half more were read wrongly.
 */
const NEW_SIGNS = { learningRate: 0.002, headRate: 2 };

/**
 * The same of a model of lines, whose lines are other ones in each epoch and need no change: a sixth of the preset's learning rate, its
 * batches and its limit of gradients. Taken from single signs; not chosen by measurements of its own.
 */
const LINES: Recipe = recipeSchema.parse({
  version: 2,
  optimizer: { name: 'adam', learningRate: 0.0005 },
  schedule: { kind: 'cosine' },
  warmUpEpochs: 0.5,
  gradientClip: { kind: 'norm', limit: 3 },
  batchSize: 64,
  epochs: 5,
  validation: { kind: 'none' },
  augmentation: {},
  seed: 1,
});
/** Lines of an epoch where little is learnt: some minutes of training on two cores in all. */
export const LINES_OF_FINE_TUNE = 3200;

/** How a trained model is gently taken further: a small learning rate that falls to nothing, and slightly changed images. */
export const fineTuneRecipe = (task: Task): Recipe => (task.reads === 'line' ? LINES : signsRecipe(task));

const signsRecipe = (task: Task): Recipe =>
  fitRecipe(
    recipeSchema.parse({
      version: 2,
      optimizer: { name: 'adam', learningRate: 0.0005 },
      schedule: { kind: 'cosine' },
      warmUpEpochs: 0.5,
      batchSize: 32,
      epochs: 10,
      validation: { kind: 'none' },
      augmentation: LIGHT,
      seed: 1,
    }),
    DIGITS.inputShape,
    task.inputShape,
  );

export interface HandToLearn {
  readonly model: FineTune['model'];
  /** What the model reads, and what the hand's images are. */
  readonly known: Task;
  readonly hand: Task;
  /** Training images of the hand. */
  readonly images: number;
  /** What the model was trained on and is to go on reading; null if it is not on this machine. */
  readonly original: DatasetId | null;
}

/**
 * "Learn my hand" as one choice: all layers are trained, gently, beside two to four times as many images of what the model read before,
 * in about as many steps whatever the hand's size. Signs that the model does not know get a head of their own, and all layers learn
 * quicker, the head most. Pure.
 */
export function learnHand({ model, known, hand, images, original }: HandToLearn): {
  readonly from: FineTune;
  readonly recipe: Recipe;
} {
  const keeps = hand.classes.every((name) => known.classes.includes(name));
  if (known.reads === 'line') return learnLines({ model, keeps, original });
  const share = keeps && original !== null ? (images < FEW ? REPLAYED_BESIDE_FEW : REPLAYED) : 0;
  const epochs = Math.round((SHOWN * (1 - share)) / Math.max(1, images));
  const recipe = fineTuneRecipe(hand);
  const head = keeps ? 'keep' : 'new';
  return {
    from: {
      model,
      freeze: 'none',
      head,
      ...(!keeps && { rates: { head: NEW_SIGNS.headRate } }),
      ...(share > 0 && { replay: { datasets: [original!], share } }),
    },
    recipe: {
      ...recipe,
      ...(!keeps && { optimizer: { ...recipe.optimizer, learningRate: NEW_SIGNS.learningRate } }),
      epochs: Math.min(MOST_EPOCHS[head], Math.max(FEWEST_EPOCHS, epochs)),
    },
  };
}

/** The same of a model of lines: as many lines whatever the hand's size, most of them of the signs that it read before. */
function learnLines({ model, keeps, original }: Pick<HandToLearn, 'model' | 'original'> & { readonly keeps: boolean }) {
  const replay = keeps && original !== null ? { datasets: [original], share: REPLAYED } : undefined;
  const from: FineTune = {
    ...{ model, freeze: 'none', head: keeps ? 'keep' : 'new' },
    ...(!keeps && { rates: { head: NEW_SIGNS.headRate } }),
    ...(replay && { replay }),
  };
  const recipe: Recipe = keeps
    ? LINES
    : { ...LINES, optimizer: { ...LINES.optimizer, learningRate: NEW_SIGNS.learningRate } };
  return { from, recipe };
}
