import { z } from 'zod';
import type { ErrorCode } from '../errors.ts';
import { LONGEST_SIDE } from './task.ts';

const learningRate = z.number().positive().max(10);
const decay = z.number().min(0).lt(1);
const epsilon = z.number().positive().default(1e-7);
/**
 * Decoupled, as Keras's optimizers have it: before each update a kernel loses this share, times the learning rate, of
 * itself. Biases and normalisation's weights keep theirs.
 */
const weightDecay = z.number().min(0).max(1);

/** Optimizers with Keras's own defaults. `momentum` and `nesterov` are Keras's SGD with those options. */
export const optimizerSchema = z.discriminatedUnion('name', [
  z.object({ name: z.literal('sgd'), learningRate: learningRate.default(0.01), weightDecay: weightDecay.default(0) }),
  z.object({
    name: z.literal('momentum'),
    learningRate: learningRate.default(0.01),
    momentum: decay.default(0.9),
    weightDecay: weightDecay.default(0),
  }),
  z.object({
    name: z.literal('nesterov'),
    learningRate: learningRate.default(0.01),
    momentum: decay.default(0.9),
    weightDecay: weightDecay.default(0),
  }),
  z.object({
    name: z.literal('rmsprop'),
    learningRate: learningRate.default(0.001),
    rho: decay.default(0.9),
    epsilon,
    weightDecay: weightDecay.default(0),
  }),
  z.object({
    name: z.literal('adam'),
    learningRate: learningRate.default(0.001),
    beta1: decay.default(0.9),
    beta2: decay.default(0.999),
    epsilon,
    weightDecay: weightDecay.default(0),
  }),
  z.object({
    name: z.literal('adamw'),
    learningRate: learningRate.default(0.001),
    beta1: decay.default(0.9),
    beta2: decay.default(0.999),
    epsilon,
    weightDecay: weightDecay.default(0.004),
  }),
]);

const share = z.number().min(0).max(1);

/**
 * The learning rate over the run, as a factor of the optimizer's (which is the highest). All but `plateau` are functions
 * of the step alone:
 * - step: times `factor` after every `everyEpochs` epochs
 * - cosine: down along half a cosine to `final` of it
 * - oneCycle: up from `start` of it over the first `warmUp` of the steps, then down to `final`, both along half a cosine
 * - plateau: times `factor` when validation loss has not fallen for `patience` epochs, never below `minimum` of it
 */
export const scheduleSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('constant') }),
  z.object({
    kind: z.literal('step'),
    everyEpochs: z.number().int().min(1).max(1000).default(5),
    factor: z.number().gt(0).max(1).default(0.5),
  }),
  z.object({ kind: z.literal('cosine'), final: share.default(0) }),
  z.object({
    kind: z.literal('oneCycle'),
    warmUp: z.number().gt(0).lt(1).default(0.3),
    start: share.default(0.04),
    final: share.default(0.0001),
  }),
  z.object({
    kind: z.literal('plateau'),
    factor: z.number().gt(0).lt(1).default(0.5),
    patience: z.number().int().min(1).max(100).default(2),
    minimum: share.default(0.01),
  }),
]);

/** Clips every gradient's values, or all gradients together by their global norm (Keras's clipvalue, global_clipnorm). */
export const gradientClipSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('value'), limit: z.number().positive() }),
  z.object({ kind: z.literal('norm'), limit: z.number().positive() }),
]);

const fraction = z.number().gt(0).max(0.5);
const folds = z.number().int().min(2).max(20);

/**
 * Where the validation images come from: `stratified` draws the fraction from each class by the run's seed;
 * `tail` takes the last images of the file before any shuffle, as Keras's validation_split does; `fold` takes the
 * `index`-th (from 0) of `folds` stratified parts, for cross-validation; `none` takes none.
 */
export const validationSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('stratified'), fraction }),
  z.object({ kind: z.literal('tail'), fraction }),
  z
    .object({ kind: z.literal('fold'), folds, index: z.number().int().nonnegative() })
    .refine(({ folds, index }) => index < folds, { path: ['index'], error: 'index must be below folds' }),
]);

/** The largest values of augmentations that are measured in pixels, for images whose shorter side has `side` pixels. */
export const pixelLimits = (side: number) => ({
  shift: side / 2,
  elastic: Math.round((10 * side) / 2.8) / 10,
  erase: side,
});
const LIMITS = pixelLimits(LONGEST_SIDE);

/** The largest change of each kind that each training image gets anew in each epoch; 0 leaves it out. */
export const augmentationSchema = z.object({
  /** Degrees, either way. */
  rotation: z.number().min(0).max(180).default(0),
  /** Pixels, either way, along each axis. */
  shift: z.number().min(0).max(LIMITS.shift).default(0),
  /** 0.1: between 0.9 and 1.1 of the size. */
  zoom: z.number().min(0).max(0.9).default(0),
  /** Degrees, either way: how far verticals lean. */
  shear: z.number().min(0).max(60).default(0),
  /** Elastic distortion (Simard, 2003): the largest smooth displacement, pixels. */
  elastic: z.number().min(0).max(LIMITS.elastic).default(0),
  /** Random erasing (Zhong, 2017): side of the largest erased square, pixels. */
  erase: z.number().min(0).max(LIMITS.erase).default(0),
  /** Standard deviation of grey noise, in shares of full ink. */
  noise: z.number().min(0).max(1).default(0),
  /** Thicker or thinner strokes: how far an image may be mixed with its dilated or eroded self, 0 to 1. */
  thickness: z.number().min(0).max(1).default(0),
});

/**
 * The largest change of each kind that each drawing of a hand gets anew in each epoch, before it becomes an image; 0 leaves it
 * out. Images without strokes of a pen stay as they are. `augmentation` changes images, these too.
 */
export const strokeAugmentationSchema = z.object({
  /** Degrees, either way: how far verticals lean. */
  slant: z.number().min(0).max(45).default(0),
  /** 0.1: width and height, each on its own, between 0.9 and 1.1 of what they were. */
  scale: z.number().min(0).max(0.5).default(0),
  /** The largest smooth displacement along the pen's way, in shares of the drawing's size. */
  wobble: z.number().min(0).max(0.2).default(0),
  /** 0.2: between 0.8 and 1.2 of the usual pen's width. */
  penWidth: z.number().min(0).max(0.6).default(0),
  /** How far the pen's way is rounded, as by faster writing, or drawn out, as by slower, 0 to 1. */
  speed: z.number().min(0).max(1).default(0),
});

/** A recipe without the rules that its parts must follow together: what a form holds while it is filled in. */
export const recipeFieldsSchema = z.object({
  version: z.literal(2),
  optimizer: optimizerSchema,
  schedule: scheduleSchema.default({ kind: 'constant' }),
  /** Epochs over which the learning rate rises evenly from 0, before (and on top of) any schedule. */
  warmUpEpochs: z.number().min(0).max(100).default(0),
  batchSize: z.number().int().min(1).max(4096),
  epochs: z.number().int().min(1).max(1000),
  /** The epochs that the schedule's curve was laid over; afterwards it stays where it ended. Absent: all. */
  scheduleEpochs: z.number().int().min(1).max(1000).optional(),
  validation: validationSchema,
  augmentation: augmentationSchema,
  strokeAugmentation: strokeAugmentationSchema.prefault({}),
  /** This share of the target is spread evenly over all classes (Szegedy, 2016). */
  labelSmoothing: z.number().min(0).max(0.5).default(0),
  gradientClip: gradientClipSchema.default({ kind: 'none' }),
  /** Exponential moving average of the weights: what is validated, tested and saved. Null: the weights themselves. */
  ema: z
    .object({ decay: z.number().gt(0).lt(1).default(0.999) })
    .nullable()
    .default(null),
  /** Ends the run after `patience` epochs without a better validation; with `restoreBest`, with the best epoch's weights. */
  earlyStopping: z
    .object({ patience: z.number().int().min(1).max(100).default(3), restoreBest: z.boolean().default(true) })
    .nullable()
    .default(null),
  /** `weighted`: each class counts in the loss as if there were as many images of it as of the others. */
  classBalance: z.enum(['none', 'weighted']).default('none'),
  /** One seed a run; the streams init, shuffle, augment and dropout are derived from it by name. */
  seed: z.number().int().min(0).max(0xffffffff),
});

/** Early stopping and plateau schedules need validation images: without them they would do nothing. */
export const recipeSchema = recipeFieldsSchema.superRefine(({ validation, earlyStopping, schedule }, context) => {
  if (validation.kind !== 'none') return;
  if (earlyStopping) refuse(context, 'earlyStopping', 'early-stopping-unvalidated');
  if (schedule.kind === 'plateau') refuse(context, 'schedule', 'plateau-unvalidated');
});

/** Refuses with an error that has words of its own (see serve). */
function refuse(context: z.core.$RefinementCtx, field: string, error: ErrorCode): void {
  context.addIssue({ code: 'custom', path: [field], message: error, params: { error } });
}

export type Optimizer = z.infer<typeof optimizerSchema>;
export type OptimizerName = Optimizer['name'];
export type Schedule = z.infer<typeof scheduleSchema>;
export type GradientClip = z.infer<typeof gradientClipSchema>;
export type Validation = z.infer<typeof validationSchema>;
export type Augmentation = z.infer<typeof augmentationSchema>;
export type StrokeAugmentation = z.infer<typeof strokeAugmentationSchema>;
export type Recipe = z.infer<typeof recipeSchema>;
/** A recipe as it may be written down: what has a default may be left out. */
export type RecipeInput = z.input<typeof recipeSchema>;
