import { z } from 'zod';
import { call } from '../define.ts';
import { layerActivationsSchema } from '../schemas/activations.ts';
import { layerNumbersSchema, layerPathSchema } from '../schemas/layer-numbers.ts';
import { movedWeightsSchema } from '../schemas/moved-weights.ts';
import { modelSpecSchema } from '../schemas/model.ts';
import { inspectionIdSchema, modelInspectionSchema, modelNameSchema } from '../schemas/model-import.ts';
import { pictureStepsSchema } from '../schemas/picture.ts';
import { modelCardSchema, modelInfoSchema, modelRefSchema, predictionsSchema } from '../schemas/predict.ts';
import { importedModelIdSchema, runIdSchema } from '../schemas/run-id.ts';
import { taskSchema } from '../schemas/task.ts';
import { handle } from './common.ts';

const imported = z.object({ model: importedModelIdSchema });

/** Models that read. */
export const modelsCalls = {
  /** The starter, then those of runs, newest first: these alone, or at most `limit` of them behind the first `offset`. */
  'models.list': call(
    z
      .object({
        refs: z.array(modelRefSchema).max(500),
        offset: z.number().int().nonnegative(),
        limit: z.number().int().min(1).max(20_000),
      })
      .partial()
      .nullish(),
    z.array(modelInfoSchema),
  ),
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
   * What each of a model's layers, those inside a block too, makes of one image of its size. With `from`, weights that have the
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
   * A trained model's layer and one image of its size, number by number; with `inner`, what is formed inside the layer, too. Throws `image-size`, `model-not-found`, `model-torn`,
   * `model-reads-lines` {name}, `layer-absent` {path}, `layer-too-large` {name, most} where one of its tensors has more numbers than
   * are told, `model-not-finite`.
   */
  'models.layer': call(
    z.object({
      model: modelRefSchema,
      path: layerPathSchema,
      image: z.instanceof(Uint8Array).refine((bytes) => bytes.length > 0 && bytes.length <= 256 * 256),
      inner: z.boolean().default(false),
    }),
    layerNumbersSchema,
  ),
  /**
   * How far each weight of a run's model has moved from those that it went on from, and with `weight`, by its path, all numbers of that one before
   * and after. Served while training, between steps. Throws `model-not-found` where the run has no model, or went on from none, `model-torn`,
   * `layer-absent` {path}, `layer-too-large` {name, most}, `model-not-finite`.
   */
  'models.moved': call(
    z.object({ run: runIdSchema, weight: z.string().min(1).max(300).nullable() }),
    movedWeightsSchema,
  ),

  /**
   * Reads a model of another program (Keras, tfjs) and says what of it can be taken; nothing is kept before `models.import`. What
   * was found waits for that, the last few at least. The studio's own file of a model is one, too, with all that its card says; that of a run is
   * `model-file-run` {file}, which `runs.import` takes. Where there are no weights, `architectures.create` takes its architecture. Throws
   * `model-file-unknown`, `model-file-damaged`, `model-shard-missing`, `model-graph`, `model-file-several`, and what opening files and
   * archives throws.
   */
  'models.inspect': call(z.object({ handle }), modelInspectionSchema),
  /**
   * Keeps an inspected model, under its classes' own names or these. Throws `inspection-gone`, `class-names-invalid` {expected,
   * given}, storage errors.
   */
  'models.import': call(
    z.object({
      inspection: inspectionIdSchema,
      name: modelNameSchema.optional(),
      classes: taskSchema.shape.classes.optional(),
    }),
    modelInfoSchema,
  ),
  'models.discard': call(z.object({ inspection: inspectionIdSchema }), z.null()),
  /** Of an imported model; a run's has its run's name. Throws as `models.card` does. */
  'models.rename': call(imported.extend({ name: modelNameSchema }), modelInfoSchema),
  /** Gives an imported model's classes other names, in their order. `class-names-invalid` {expected, given}; throws as `models.card` does. */
  'models.nameClasses': call(imported.extend({ classes: taskSchema.shape.classes }), modelInfoSchema),
  /** Moves an imported model to the trash inside the storage; `models.restore` brings it back until the studio closes. */
  'models.remove': call(imported, z.null()),
  'models.restore': call(imported, modelInfoSchema),

  /**
   * A picked or uploaded picture of one sign, on its way to what the model sees; `models.predict` reads that. Throws `no-ink`
   * {file}, and what keeps the file from being read (see electron/formats/pictures.ts).
   */
  'pictures.read': call(z.object({ handle, model: modelRefSchema }), pictureStepsSchema),
} as const;
