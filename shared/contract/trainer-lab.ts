import { z } from 'zod';
import { call } from './define.ts';
import { dataFilesSchema } from './data-files.ts';
import { transformsSchema } from './schemas/dataset.ts';
import { saliencySchema } from './schemas/evaluation.ts';

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
} as const;

export type ReadingChoice = z.infer<typeof readingChoiceSchema>;
