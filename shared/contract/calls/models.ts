import { z } from 'zod';
import { call } from '../define.ts';
import { layerActivationsSchema } from '../schemas/activations.ts';
import { modelSpecSchema } from '../schemas/model.ts';
import { pictureStepsSchema } from '../schemas/picture.ts';
import { modelCardSchema, modelInfoSchema, modelRefSchema, predictionsSchema } from '../schemas/predict.ts';
import { handle, none } from './common.ts';

/** Models that read. */
export const modelsCalls = {
  'models.list': call(none, z.array(modelInfoSchema)),
  /** A model's whole card: its layers, all its tests. Throws `model-not-found`, `file-torn`, `file-newer`. */
  'models.card': call(z.object({ model: modelRefSchema }), modelCardSchema),
  /**
   * Reads images of the model's size (height x width bytes each, 0 paper to 255 ink; 4 MiB in all). Served while training,
   * between steps. `image-size` if the bytes are no such images.
   */
  'models.predict': call(
    z.object({
      model: modelRefSchema,
      images: z.instanceof(Uint8Array).refine((bytes) => bytes.length > 0 && bytes.length <= 64 * 256 * 256),
    }),
    predictionsSchema,
  ),

  /**
   * What each of a model's own layers makes of one image of its size. With `from`, weights that have the
   * same path and shape there are that model's; all others are drawn at random. Throws `model-invalid`, `image-size`,
   * `model-not-found`, `model-not-finite`.
   */
  'models.activations': call(
    z.object({
      spec: modelSpecSchema,
      from: modelRefSchema.nullable(),
      image: z.instanceof(Uint8Array).refine((bytes) => bytes.length > 0 && bytes.length <= 256 * 256),
    }),
    z.array(layerActivationsSchema),
  ),

  /**
   * A picked or uploaded picture of one sign, on its way to what the model sees; `models.predict` reads that. Throws `no-ink`
   * {file}, and what keeps the file from being read (see electron/formats/pictures.ts).
   */
  'pictures.read': call(z.object({ handle, model: modelRefSchema }), pictureStepsSchema),
} as const;
