import { modelSpecSchema, type ModelSpec } from '../../../shared/contract/schemas/model.ts';
import { recipeSchema } from '../../../shared/contract/schemas/recipe.ts';
import type { LabelledImages } from '../../../shared/data/labelled-images.ts';
import { scheduleFactor } from '../../../shared/model/schedule.ts';
import { createStep } from '../step/create-step.ts';
import { BatchOrder } from '../data/batch-order.ts';
import { nextTurn } from '../fit/next-turn.ts';
import { createTrainingState, type TrainingState } from '../step/training-state.ts';
import { roundToBfloat16 } from '../formats/bfloat16.ts';
import { FARTHEST, type Detector } from '../../../shared/known/detector.ts';

/** Hidden units: as many as so many weights allow, so that a detector stays small beside its model. */
const HIDDEN = { least: 32, most: 128, weights: 40_000 };
/** Epochs: as many as it takes to see so many examples. */
const EPOCHS = { least: 8, most: 16, examples: 260_000 };
/** Bytes for one deviation: what is FARTHEST from the mean is nearly 0 or 255. */
const MIDDLE = 128;
const PER_DEVIATION = 127 / FARTHEST;
/** Keras's default for BatchNormalization. */
const EPSILON = 1e-3;

export interface Example {
  readonly evidence: Float32Array;
  /** 0 for a sign, then the kinds of non-signs. */
  readonly kind: number;
}

const between = ({ least, most }: { readonly least: number; readonly most: number }, value: number): number =>
  Math.min(most, Math.max(least, Math.round(value)));

const recipeFor = (seed: number, examples: number) =>
  recipeSchema.parse({
    version: 2,
    optimizer: { name: 'adamw', learningRate: 0.003, weightDecay: 0.01 },
    schedule: { kind: 'cosine' },
    batchSize: 128,
    epochs: between(EPOCHS, EPOCHS.examples / examples),
    validation: { kind: 'none' },
    augmentation: {},
    seed,
  });

/**
 * Trains a detector on the studio's own engine: to it, evidence is a small grey image. Null when `interrupted` says so
 * between two calls. The same examples and seed give the same detector. Yields the share that is done.
 */
export async function* trainDetector(
  examples: readonly Example[],
  kinds: number,
  seed: number,
  interrupted: () => boolean,
): AsyncGenerator<number, Detector | null, void> {
  const { mean, scale } = spreadOf(examples);
  const side = Math.max(8, Math.ceil(Math.sqrt(mean.length)));
  const set = asImages(examples, { mean, scale }, side, kinds);
  const recipe = recipeFor(seed, examples.length);
  const order = new BatchOrder(Uint32Array.from(examples.keys()), recipe);
  const hidden = between(HIDDEN, HIDDEN.weights / mean.length);
  const state = createTrainingState(networkOf(side, hidden, kinds), recipe);
  try {
    const step = createStep(state, { ...recipe, classWeights: null, augmentSeed: 0 }, set, order.sizes);
    try {
      const total = recipe.epochs * order.stepsPerEpoch;
      for (let done = 0; done < total;) {
        const block = order.blockAfter(done, step.stepsPerCall);
        const learningRates = Float32Array.from(
          { length: block.steps },
          (_, i) => recipe.optimizer.learningRate * scheduleFactor(recipe, done + 1 + i, order.stepsPerEpoch, 1),
        );
        await step.run({ ...block, learningRates, firstStep: done + 1 });
        done += block.steps;
        await nextTurn();
        yield done / total;
        if (interrupted()) return null;
      }
      step.settle();
    } finally {
      step.dispose();
    }
    return fold(await weightsOf(state), mean, scale);
  } finally {
    state.dispose();
  }
}

/** Mean and 1 over the deviation of each number of the evidence; 0 for one that never changes. */
function spreadOf(examples: readonly Example[]): { mean: Float32Array; scale: Float32Array } {
  const size = examples[0]!.evidence.length;
  const [sums, squares] = [new Float64Array(size), new Float64Array(size)];
  for (const { evidence } of examples) for (let i = 0; i < size; i++) sums[i]! += evidence[i]!;
  const mean = Float32Array.from(sums, (sum) => sum / examples.length);
  for (const { evidence } of examples) for (let i = 0; i < size; i++) squares[i]! += (evidence[i]! - mean[i]!) ** 2;
  const scale = Float32Array.from(squares, (square) => {
    const deviation = Math.sqrt(square / examples.length);
    return deviation > 1e-6 ? 1 / deviation : 0;
  });
  return { mean, scale };
}

function asImages(
  examples: readonly Example[],
  { mean, scale }: Pick<Detector, 'mean' | 'scale'>,
  side: number,
  kinds: number,
): LabelledImages {
  const images = new Uint8Array(examples.length * side * side);
  examples.forEach(({ evidence }, n) => {
    for (let i = 0; i < mean.length; i++) {
      const value = MIDDLE + PER_DEVIATION * (evidence[i]! - mean[i]!) * scale[i]!;
      images[n * side * side + i] = Math.round(Math.min(255, Math.max(1, value)));
    }
  });
  return {
    task: { inputShape: [side, side, 1], classes: Array.from({ length: kinds }, (_, kind) => `kind ${kind}`) },
    count: examples.length,
    images,
    labels: Uint16Array.from(examples, ({ kind }) => kind),
  };
}

const networkOf = (side: number, hidden: number, kinds: number): ModelSpec =>
  modelSpecSchema.parse({
    version: 1,
    name: 'detector',
    inputShape: [side, side, 1],
    layers: [
      { type: 'Flatten' },
      { type: 'BatchNormalization', name: 'normal', momentum: 0.95, epsilon: EPSILON },
      { type: 'Dense', name: 'hidden', units: hidden, activation: 'relu' },
      { type: 'Dropout', rate: 0.1 },
      { type: 'Dense', name: 'kinds', units: kinds, activation: 'softmax' },
    ],
  });

async function weightsOf({ model }: TrainingState): Promise<(name: string) => Float32Array> {
  const values = await Promise.all(model.variables.map((variable) => variable.values()));
  const byName = new Map(model.variables.map(({ name }, i) => [name, values[i]!]));
  return (name) => byName.get(name)!;
}

/** The network without bytes and normalisation: both are linear, and go into the hidden layer's weights. */
function fold(weight: (name: string) => Float32Array, mean: Float32Array, scale: Float32Array): Detector {
  const [gamma, beta] = [weight('normal/gamma'), weight('normal/beta')];
  const [moving, variance] = [weight('normal/moving_mean'), weight('normal/moving_variance')];
  const kernel = weight('hidden/kernel');
  const hiddenBias = Float64Array.from(weight('hidden/bias'));
  const hidden = hiddenBias.length;
  const hiddenKernel = new Float32Array(mean.length * hidden);
  for (let i = 0; i < gamma.length; i++) {
    const factor = gamma[i]! / Math.sqrt(variance[i]! + EPSILON);
    // Places behind the evidence are 0 in every image.
    const offset = beta[i]! + factor * ((i < mean.length ? MIDDLE / 255 : 0) - moving[i]!);
    for (let unit = 0; unit < hidden; unit++) {
      const value = kernel[i * hidden + unit]!;
      hiddenBias[unit]! += value * offset;
      if (i < mean.length) hiddenKernel[i * hidden + unit] = (value * factor * PER_DEVIATION) / 255;
    }
  }
  return {
    mean,
    scale,
    hiddenKernel: roundToBfloat16(hiddenKernel),
    hiddenBias: Float32Array.from(hiddenBias),
    kindsKernel: weight('kinds/kernel'),
    kindsBias: weight('kinds/bias'),
  };
}
