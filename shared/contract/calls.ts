import { z } from 'zod';
import { call } from './define.ts';
import {
  dataChoiceSchema,
  datasetIdSchema,
  datasetInfoSchema,
  datasetNameSchema,
  datasetPreviewSchema,
  MOST_PREVIEWED,
} from './schemas/dataset.ts';
import { engineStatusSchema } from './schemas/engine.ts';
import { inspectionIdSchema, inspectionSchema, mendSchema } from './schemas/import.ts';
import { learningRateCurveSchema } from './schemas/learning-rate.ts';
import { modelSpecSchema } from './schemas/model.ts';
import { nameSchema } from './schemas/name.ts';
import { pictureStepsSchema } from './schemas/picture.ts';
import { modelInfoSchema, modelRefSchema, predictionsSchema } from './schemas/predict.ts';
import { userPresetSchema } from './schemas/preset.ts';
import { probeSubjectSchema, runIdSchema, runRequestSchema, runSchema, runSpecSchema } from './schemas/run.ts';
import { runLogSchema } from './schemas/run-log.ts';
import { settingsPatchSchema, settingsSchema, storageInfoSchema } from './schemas/settings.ts';

/**
 * Everything that the window may ask of its host. Read this first.
 *
 * Binary data is Uint8Array. Files and folders are never named by the window: `files.pick` (the host's dialog),
 * `files.dropped` or `files.upload` give a handle, good for this connection only.
 */
const none = z.undefined().or(z.null()).optional();
const runRef = z.object({ id: runIdSchema });
const handle = z.string().min(8).max(64);
/** A file that crosses whole. At most 128 MiB. */
const file = z.object({
  name: z.string().min(1).max(255),
  bytes: z.instanceof(Uint8Array).refine((bytes) => bytes.length <= 134_217_728),
});

export const hostCalls = {
  /** What the window needs to draw its first frame. */
  'app.info': call(
    none,
    z.object({
      version: z.string(),
      host: z.enum(['electron', 'web']),
      platform: z.string(),
      /** Whether `files.pick` and `files.save` can open a dialog here. */
      dialogs: z.boolean(),
      systemLanguage: z.string(),
    }),
  ),

  'settings.get': call(none, settingsSchema),
  'settings.update': call(settingsPatchSchema, settingsSchema),
  /** With null: back to the studio's own download. The folder is checked before it is taken. */
  'settings.setMnistFolder': call(z.object({ handle: handle.nullable() }), settingsSchema),
  'storage.info': call(none, storageInfoSchema),
  /** Shows the storage folder in the system's file manager. `unsupported` in the web host. */
  'storage.reveal': call(none, z.null()),

  /** Opens the host's dialog. Null: dismissed. */
  'files.pick': call(
    z.object({ kind: z.enum(['folder', 'data', 'image', 'preset']) }),
    z.object({ handle, name: z.string() }).nullable(),
  ),
  /** Brings a file's bytes, dropped on or chosen in the window. */
  'files.upload': call(file, z.object({ handle, name: z.string() })),
  /**
   * Takes what a user has dropped on the desktop window, by the name that came with the drop: read where it lies, of any size.
   * Each drop once; `handle-unknown` for another.
   */
  'files.dropped': call(z.object({ drop: handle }), z.object({ handle, name: z.string() })),
  /**
   * Writes a file where the user says in the host's dialog, which suggests the name; whole or not at all. Gives the name that
   * the user chose; null: dismissed. Throws `dialog-unavailable` (a browser saves files by itself), `disk-full`,
   * `save-denied`, `save-failed`.
   */
  'files.save': call(file, z.object({ name: z.string() }).nullable()),
  /**
   * Brings files of a folder, dropped on or chosen in the window, some at a time: at most 128 MiB a call and 8 GiB in all. `path`
   * is inside the folder, its parts joined by '/'. The first call makes the folder, further ones name it by its handle.
   */
  'files.uploadInto': call(
    z.object({
      folder: handle.nullable(),
      name: z.string().max(255),
      files: z
        .array(z.object({ path: z.string().min(1).max(1000), bytes: z.instanceof(Uint8Array) }))
        .max(1000)
        .refine((files) => files.reduce((sum, { bytes }) => sum + bytes.length, 0) <= 134_217_728),
    }),
    z.object({ handle, name: z.string() }),
  ),

  'datasets.list': call(none, z.array(datasetInfoSchema)),
  /** Up to `count` training images, stratified, by a fixed seed. Makes the data set ready first if it can be without the network. */
  'datasets.preview': call(
    z.object({ id: datasetIdSchema, count: z.number().int().min(1).max(MOST_PREVIEWED) }),
    datasetPreviewSchema,
  ),
  /** Starts the download in the background; progress comes as `dataset.changed`. */
  'datasets.download': call(z.object({ id: z.literal('mnist') }), z.null()),
  'datasets.cancel': call(z.object({ id: datasetIdSchema }), z.null()),
  /**
   * Reads a picked or uploaded file, folder or archive, and shows what an import would bring; nothing is kept but for
   * `datasets.import`. `set`: one of several data sets that an inspection found. Progress comes as `inspection.progress` with
   * the same `ticket`, of the window's own making. Cancelled by its signal.
   */
  'datasets.inspect': call(
    z.object({ handle, set: z.string().max(1000).optional(), ticket: z.string().min(8).max(64) }),
    inspectionSchema,
  ),
  /** Forgets what an inspection has laid down. */
  'datasets.discard': call(z.object({ inspection: inspectionIdSchema }), z.null()),
  /**
   * Carries out an import that was inspected, and resolves with the data set; its progress comes as `dataset.changed`. `classes`:
   * names for the classes that are left after the mends, in their order. Changes nothing unless all of it is right.
   */
  'datasets.import': call(
    z.object({
      inspection: inspectionIdSchema,
      name: datasetNameSchema,
      classes: z.array(z.string().max(200)).max(1000).optional(),
      testFraction: z.number().min(0).max(0.5).default(0.2),
      mends: z.array(mendSchema).max(20),
    }),
    datasetInfoSchema,
  ),
  /** Another name for an imported data set, or other names for its classes, in their order. */
  'datasets.update': call(
    z.object({
      id: datasetIdSchema,
      name: datasetNameSchema.optional(),
      classes: z.array(z.string().max(200)).max(1000).optional(),
    }),
    datasetInfoSchema,
  ),
  'datasets.remove': call(z.object({ id: datasetIdSchema }), z.null()),

  'runs.list': call(none, z.array(runSchema)),
  /** A run and all that its metrics.jsonl still holds true (superseded lines are left out). `torn` lines were unreadable. */
  'runs.get': call(runRef, z.object({ run: runSchema, logs: z.array(runLogSchema), torn: z.number().int() })),
  /** Queues behind the run in progress, if there is one. `model-invalid` if the model does not fit the data's task. */
  'runs.start': call(runRequestSchema, runSchema),
  /** The same spec with `seeds` seeds from its own on, or as the `folds` of a cross-validation: each a run, queued in order. */
  'runs.startGroup': call(
    z.object({
      spec: runRequestSchema,
      group: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('seeds'), count: z.number().int().min(2).max(20) }),
        z.object({ kind: z.literal('folds'), count: z.number().int().min(2).max(20) }),
      ]),
    }),
    z.array(runSchema),
  ),
  /**
   * Learning-rate range test (Smith, 2015): trains a throw-away copy while the rate grows, and suggests one. Cancelled by
   * its signal. `busy` while a run has the trainer.
   */
  'runs.findLearningRate': call(
    z.object({ model: modelSpecSchema, data: dataChoiceSchema, recipe: runSpecSchema.shape.recipe }),
    learningRateCurveSchema,
  ),
  'runs.pause': call(runRef, runSchema),
  'runs.resume': call(runRef, runSchema),
  /** Ends with a checkpoint; can be resumed. A queued run leaves the queue. */
  'runs.stop': call(runRef, runSchema),
  'runs.rename': call(z.object({ id: runIdSchema, name: nameSchema(120) }), runSchema),
  /** Moves the run's folder to the trash inside the storage; `runs.restore` brings it back until the studio closes. */
  'runs.delete': call(runRef, z.null()),
  'runs.restore': call(runRef, runSchema),

  /** The user's own presets, one file each in the storage's presets/. */
  'presets.list': call(none, z.array(userPresetSchema)),
  /** Saves a new one or, with the id of one of these, over it. */
  'presets.save': call(
    userPresetSchema.omit({ id: true }).extend({ id: userPresetSchema.shape.id.optional() }),
    userPresetSchema,
  ),
  'presets.remove': call(z.object({ id: userPresetSchema.shape.id }), z.null()),
  /** Reads one from a file that the user picked or dropped. Throws `preset-unreadable`, `file-newer`, `model-invalid`. */
  'presets.import': call(z.object({ handle }), userPresetSchema),
  /** The file's text, for a download by the window. */
  'presets.export': call(z.object({ id: userPresetSchema.shape.id }), z.object({ name: z.string(), text: z.string() })),

  'models.list': call(none, z.array(modelInfoSchema)),
  /**
   * Reads images of the model’s size (height x width bytes each, 0 paper to 255 ink; 4 MiB in all). Served while training,
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
   * A picked or uploaded picture of one sign, on its way to what the model sees; `models.predict` reads that. Throws `no-ink`
   * {file}, and what keeps the file from being read (see electron/formats/pictures.ts).
   */
  'pictures.read': call(z.object({ handle, model: modelRefSchema }), pictureStepsSchema),

  'engine.status': call(none, engineStatusSchema),
  /** Starts the trainer process if it is not running, or again after a crash. */
  'engine.start': call(none, engineStatusSchema),
  /** Fetches TensorFlow for NVIDIA's cards, in the background; progress comes as `engine.changed`. */
  'engine.installCuda': call(none, z.null()),
  'engine.cancelCuda': call(none, z.null()),
  'engine.removeCuda': call(none, z.null()),
  /** How fast a subject trains, or else the Tutorial, by a probe of some seconds. `busy` while a run has the trainer; `model-invalid`. */
  'engine.probe': call(probeSubjectSchema.nullish(), z.object({ imagesPerSecond: z.number(), seconds: z.number() })),

  /** Steps, images and so on of a run before it starts. */
  'runs.plan': call(
    z.object({ data: dataChoiceSchema, recipe: runSpecSchema.shape.recipe }),
    z.object({
      trainCount: z.number().int(),
      validationCount: z.number().int(),
      stepsPerEpoch: z.number().int(),
      totalSteps: z.number().int(),
    }),
  ),
} as const;

export type HostCalls = typeof hostCalls;
