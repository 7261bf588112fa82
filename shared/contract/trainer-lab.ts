import { z } from 'zod';
import { call } from './define.ts';
import { dataFilesSchema } from './data-files.ts';
import { layerActivationsSchema } from './schemas/activations.ts';
import { layerNumbersSchema, layerPathSchema } from './schemas/layer-numbers.ts';
import { movedWeightsSchema } from './schemas/moved-weights.ts';
import { transformsSchema } from './schemas/dataset.ts';
import { modelSpecSchema } from './schemas/model.ts';
import { runSpecSchema } from './schemas/run.ts';
import { saliencySchema } from './schemas/evaluated-image.ts';
import { disturbanceSchema, robustnessCurveSchema } from './schemas/robustness.ts';

/** Some of a data set's images, as a model reads them. */
export const readingChoiceSchema = z.object({
  /** A model folder. */
  folder: z.string(),
  data: dataFilesSchema,
  split: z.enum(['train', 'test']),
  /** The images, in this order: places as uint32, little-endian. */
  places: z.instanceof(Uint8Array),
  /** What is made of the images first: they must come to the model's size. */
  change: transformsSchema.pick({ invert: true, resize: true }),
  /** The asker's own, for `evaluation.progress`. */
  ticket: z.string(),
});

/** What the trainer does for the evaluation lab. Cancelled by their signals; served between the steps of a run. */
export const trainerLabCalls = {
  /**
   * Reads images and writes what a host keeps into the folder `into`, which there is: `answers` as logits.f32 and, where the model
   * can tell signs, known.f32; `features` as features.f32, each image's a vector of length 1 (or all 0). All float32, little-endian.
   * Throws `image-not-found`, `model-other-size`, `model-torn`, storage errors.
   */
  'evaluation.run': call(
    readingChoiceSchema.extend({ want: z.enum(['answers', 'features']), into: z.string() }),
    z.object({
      /** Numbers for each image. */
      width: z.number().int(),
      known: z.boolean(),
      /** Reading them alone, without the files. */
      seconds: z.number(),
    }),
  ),
  /** Reads images as they are changed more and more. `labels`: of each image its class, as `places` are. Throws as `evaluation.run`. */
  'evaluation.robustness': call(
    readingChoiceSchema.extend({ labels: z.instanceof(Uint8Array), disturbances: z.array(disturbanceSchema) }),
    z.array(robustnessCurveSchema),
  ),
  /**
   * Trains a throw-away model for each fold of the training images, and writes what it answers to the fold it did not learn: logits.f32,
   * image by image. `busy` while a run has the trainer; a run that comes ends it with `cancelled`.
   */
  'evaluation.crossValidate': call(
    z.object({
      spec: runSpecSchema,
      data: z.array(dataFilesSchema).min(1),
      folds: z.number().int().min(2).max(20),
      into: z.string(),
      ticket: z.string(),
    }),
    z.null(),
  ),
  /** The features of images of the model's size, as `evaluation.run` writes them. */
  'model.features': call(
    z.object({ folder: z.string(), images: z.instanceof(Uint8Array) }),
    z.object({ width: z.number().int(), values: z.instanceof(Uint8Array) }),
  ),
  /** What mattered in one image for a class's logit or probability, by each method that the model allows. */
  'model.explain': call(
    z.object({ folder: z.string(), image: z.instanceof(Uint8Array), target: z.number().int().nonnegative() }),
    z.array(saliencySchema),
  ),
  /** As `models.activations`; `folder` is the model folder that weights are taken from. */
  'model.activations': call(
    z.object({ spec: modelSpecSchema, folder: z.string().nullable(), image: z.instanceof(Uint8Array) }),
    z.array(layerActivationsSchema),
  ),
  /** As `models.layer`. */
  'model.layer': call(
    z.object({
      ...{ folder: z.string(), path: layerPathSchema, image: z.instanceof(Uint8Array) },
      inner: z.boolean().default(false),
    }),
    layerNumbersSchema,
  ),
  /** As `models.moved`; `from` is the folder of the model that the other one went on from. */
  'model.moved': call(
    z.object({ folder: z.string(), from: z.string(), weight: z.string().nullable() }),
    movedWeightsSchema,
  ),
} as const;

export type ReadingChoice = z.infer<typeof readingChoiceSchema>;
