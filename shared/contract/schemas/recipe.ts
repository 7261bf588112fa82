import { z } from 'zod';

const learningRate = z.number().positive().max(10);

/** Optimizers with Keras's own defaults. */
export const optimizerSchema = z.discriminatedUnion('name', [
  z.object({ name: z.literal('sgd'), learningRate: learningRate.default(0.01) }),
  z.object({
    name: z.literal('momentum'),
    learningRate: learningRate.default(0.01),
    momentum: z.number().min(0).lt(1).default(0.9),
  }),
  z.object({
    name: z.literal('rmsprop'),
    learningRate: learningRate.default(0.001),
    rho: z.number().min(0).lt(1).default(0.9),
    epsilon: z.number().positive().default(1e-7),
  }),
  z.object({
    name: z.literal('adam'),
    learningRate: learningRate.default(0.001),
    beta1: z.number().min(0).lt(1).default(0.9),
    beta2: z.number().min(0).lt(1).default(0.999),
    epsilon: z.number().positive().default(1e-7),
  }),
]);

/**
 * Where the validation images come from: `stratified` draws the fraction from each class by the run's seed;
 * `tail` takes the last images of the file before any shuffle, as Keras's validation_split does; `none` takes none.
 */
export const validationSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('stratified'), fraction: z.number().gt(0).max(0.5) }),
  z.object({ kind: z.literal('tail'), fraction: z.number().gt(0).max(0.5) }),
]);

export const recipeSchema = z.object({
  version: z.literal(1),
  optimizer: optimizerSchema,
  batchSize: z.number().int().min(1).max(4096),
  epochs: z.number().int().min(1).max(1000),
  validation: validationSchema,
  /** `light`: small seeded rotations, shifts, zooms and shears of each training image, anew each epoch. */
  augmentation: z.enum(['none', 'light']).default('none'),
  /** One seed a run; the streams init, shuffle, augment and dropout are derived from it by name. */
  seed: z.number().int().min(0).max(0xffffffff),
});

export type Optimizer = z.infer<typeof optimizerSchema>;
export type OptimizerName = Optimizer['name'];
export type Validation = z.infer<typeof validationSchema>;
export type Recipe = z.infer<typeof recipeSchema>;
