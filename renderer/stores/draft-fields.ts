import { optimizerSchema, pixelLimits } from '../../shared/contract/schemas/recipe.ts';
import type {
  Augmentation,
  GradientClip,
  Optimizer,
  OptimizerName,
  Schedule,
  StrokeAugmentation,
  Validation,
} from '../../shared/contract/schemas/recipe.ts';
import type { Task } from '../../shared/contract/schemas/task.ts';
import type { NumberRule } from '../ui/number-input.ts';

/** The fields' bounds, with those in pixels for MNIST's images; the contract's schemas have the same ones. */
const BOUNDS = {
  epochs: { min: 1, max: 1000, whole: true },
  batchSize: { min: 1, max: 4096, whole: true },
  learningRate: { min: 1e-7, max: 10 },
  weightDecay: { min: 0, max: 1 },
  momentum: { min: 0, max: 0.9999 },
  rho: { min: 0, max: 0.9999 },
  beta1: { min: 0, max: 0.9999 },
  beta2: { min: 0, max: 0.99999 },
  epsilon: { min: 1e-12, max: 1 },
  stepEvery: { min: 1, max: 1000, whole: true },
  stepFactor: { min: 0.001, max: 1 },
  cosineFinal: { min: 0, max: 1 },
  cycleWarmUp: { min: 0.01, max: 0.99 },
  cycleStart: { min: 0, max: 1 },
  cycleFinal: { min: 0, max: 1 },
  plateauFactor: { min: 0.001, max: 0.999 },
  plateauPatience: { min: 1, max: 100, whole: true },
  plateauMinimum: { min: 0, max: 1 },
  warmUpEpochs: { min: 0, max: 100 },
  labelSmoothing: { min: 0, max: 0.5 },
  clipLimit: { min: 1e-6, max: 1e6 },
  emaDecay: { min: 0.5, max: 0.99999 },
  patience: { min: 1, max: 100, whole: true },
  rotation: { min: 0, max: 180 },
  shift: { min: 0, max: 14 },
  zoom: { min: 0, max: 0.9 },
  shear: { min: 0, max: 60 },
  elastic: { min: 0, max: 10 },
  erase: { min: 0, max: 28 },
  noise: { min: 0, max: 1 },
  thickness: { min: 0, max: 1 },
  slant: { min: 0, max: 45 },
  scale: { min: 0, max: 0.5 },
  wobble: { min: 0, max: 0.2 },
  penWidth: { min: 0, max: 0.6 },
  speed: { min: 0, max: 1 },
  seed: { min: 0, max: 0xffffffff, whole: true },
  seeds: { min: 1, max: 20, whole: true },
  validationPercent: { min: 1, max: 50 },
  featuresRate: { min: 0, max: 100 },
  headRate: { min: 0, max: 100 },
  replayPercent: { min: 1, max: 90 },
  folds: { min: 2, max: 20, whole: true },
} as const;

export type NumberField = keyof typeof BOUNDS;
export const NUMBER_FIELDS = Object.keys(BOUNDS) as readonly NumberField[];

/** The bounds of a field for a task's images: what is measured in pixels may be larger in larger ones. */
export function boundsOf(field: NumberField, { inputShape: [height, width] }: Task): NumberRule {
  const limits: Partial<Record<NumberField, number>> = pixelLimits(Math.min(height, width));
  return { ...BOUNDS[field], ...(limits[field] === undefined ? {} : { max: limits[field] }) };
}

export type AugmentationField = keyof Augmentation;
export type StrokeField = keyof StrokeAugmentation;

/**
 * The recipe as it stands in the form, flat, with the numbers of a fine-tune. Fields of choices that are not active (a schedule's options, an average's
 * decay) keep their values, so that switching to another choice and back loses nothing.
 */
export interface DraftFields extends Record<NumberField, number> {
  optimizer: OptimizerName;
  schedule: Schedule['kind'];
  clip: GradientClip['kind'];
  validation: Validation['kind'];
  ema: boolean;
  earlyStopping: boolean;
  restoreBest: boolean;
  balanced: boolean;
  /** Train on so many images; null: on all. */
  limit: number | null;
  /** The epochs that the schedule's curve is laid over, of a run that was given more; null: all. */
  scheduleEpochs: number | null;
}

/** The fields of whatever holds them among other things. */
export function fieldsOf(document: DraftFields): DraftFields {
  const { optimizer, schedule, clip, validation, ema, earlyStopping, restoreBest, balanced, limit, scheduleEpochs } =
    document;
  const numbers = Object.fromEntries(NUMBER_FIELDS.map((field) => [field, document[field]]));
  return {
    ...(numbers as Record<NumberField, number>),
    ...{ optimizer, schedule, clip, validation, ema, earlyStopping, restoreBest, balanced, limit, scheduleEpochs },
  };
}

/** An optimizer with Keras's own constants. */
export const kerasOptimizer = (name: OptimizerName): Optimizer => optimizerSchema.parse({ name });
