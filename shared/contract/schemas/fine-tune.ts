import { z } from 'zod';
import { datasetIdSchema } from './dataset.ts';
import { modelRefSchema } from './run-id.ts';

/**
 * Two groups of a model's layers: `head` is the last one that has weights, `features` are all before it. No layer's name
 * means anything else where one of these words stands.
 */
export const LAYER_GROUPS = ['features', 'head'] as const;

const layerName = z.string().min(1).max(200);
const factor = z.number().min(0).max(100);

/** What a person wishes of a run that goes on from a trained model. */
export const fineTuneSchema = z.object({
  model: modelRefSchema,
  /** Layers whose weights stay as they are, to the bit: none, the features, or these by name. */
  freeze: z.union([z.enum(['none', 'features']), z.array(layerName).min(1).max(200)]),
  /**
   * `keep`: the classes stay the parent's, whatever part of them the data have. `new`: a fresh last layer for the data's own
   * classes.
   */
  head: z.enum(['keep', 'new']),
  /** How many times the learning rate a layer's weights get, by its name or by its group; 1 for those not named. */
  rates: z.record(z.union([z.enum(LAYER_GROUPS), layerName]), factor).optional(),
  /**
   * Against forgetting: of each epoch's images, `share` are drawn from the training images of these data sets, anew in each
   * epoch, in the proportions of their classes. Classes that the run does not have are left out. Of a run on lines, each line is
   * composed of their signs with this probability.
   */
  replay: z
    .object({
      datasets: z
        .array(datasetIdSchema)
        .min(1)
        .max(8)
        .refine((ids) => new Set(ids).size === ids.length, 'the same data set twice'),
      share: z.number().gt(0).max(0.9),
    })
    .optional(),
});

/** What a model was made from: `ref` is null for a model folder that is not the studio's own. */
export const parentSchema = z.object({
  ref: modelRefSchema.nullable(),
  /** For a person. */
  name: z.string(),
  weightsSha256: z.string(),
});

/**
 * The same of a run that was started: it keeps a copy of its parent (`from/` in its folder). The hash is null, and so is `model`, while
 * it waits for its parent to be trained: see the groups of runs.
 */
export const runFromSchema = fineTuneSchema
  .extend({ ...parentSchema.shape, model: modelRefSchema.nullable(), weightsSha256: z.string().nullable() })
  .omit({ ref: true });

/** What a fine-tune takes over and what it trains: names of layers that have weights, in order. */
export const takenSchema = z.object({
  /** With the parent's weights. */
  layers: z.array(z.string()),
  /** With weights drawn anew. */
  fresh: z.array(z.string()),
  frozen: z.array(z.string()),
  /** Numbers that gradients change. */
  trainable: z.number().int(),
});

export type FineTune = z.infer<typeof fineTuneSchema>;
export type Freeze = FineTune['freeze'];
export type Rates = NonNullable<FineTune['rates']>;
export type Parent = z.infer<typeof parentSchema>;
export type RunFrom = z.infer<typeof runFromSchema>;
export type Taken = z.infer<typeof takenSchema>;
