import { z } from 'zod';
import { dataFilesSchema } from './data-files.ts';
import { call } from './define.ts';
import { exportReadCall } from './export-reading.ts';
import { augmentedSchema, augmentRequestSchema } from './schemas/augmented.ts';
import { errorDataSchema } from './schemas/error.ts';
import { engineFactsSchema } from './schemas/engine.ts';
import { learningRateCurveSchema } from './schemas/learning-rate.ts';
import { lineAnswersSchema, lineImagesSchema } from './schemas/line-images.ts';
import { predictionsSchema } from './schemas/predict.ts';
import { probeRequestSchema, runIdSchema, runSpecSchema } from './schemas/run.ts';
import { runLogSchema } from './schemas/run-log.ts';
import { speedSchema } from './schemas/speed.ts';
import { trainerGradientCalls } from './trainer-gradients.ts';
import { trainerLabCalls } from './trainer-lab.ts';

export * from './data-files.ts';

/**
 * The calls from a host to the trainer process. The trainer trusts paths: only a host speaks to it. Data sets come as
 * files in the studio's own cache format (see services/datasets).
 */
const none = z.undefined().or(z.null()).optional();

export const trainJobSchema = z.object({
  id: runIdSchema,
  spec: runSpecSchema,
  data: z.array(dataFilesSchema).min(1),
  /** Of a run that goes on from a trained model; its copy lies in the folder's from/. */
  from: z
    .object({
      /** What `spec.from.replay` names. */
      replay: z.array(dataFilesSchema),
      /** What the parent was tested on, as far as it is on this machine, and what is replayed: whether it forgets. */
      originals: z.array(dataFilesSchema),
    })
    .nullable()
    .default(null),
  /** The run's own folder: the trainer writes checkpoints/ and model/ in it, the host everything else. */
  folder: z.string(),
  /** Go on from the newest good checkpoint in the folder (from the start if there is none). */
  resume: z.boolean(),
  /** Whether the model learns in the end to tell what is no sign of its task: a matter of seconds. */
  known: z.boolean().default(true),
  checkpoint: z.object({
    /** Wall seconds between checkpoints; one more at each epoch's end, pause and stop. */
    everySeconds: z.number().positive().default(10),
    everySteps: z.number().int().positive().optional(),
  }),
});

export const trainerCalls = {
  /** Loads TensorFlow or WebGPU. The first call; the others wait for it. */
  'engine.load': call(
    z.object({
      /** `tensorflow` runs libtensorflow (`cuda` is a libraryFolder of its own), `webgpu` runs Dawn. */
      backend: z.enum(['tensorflow', 'webgpu']).default('tensorflow'),
      /** Null: where the libraries usually lie. */
      libraryFolder: z.string().nullable(),
    }),
    engineFactsSchema,
  ),
  /** How fast it trains: the subject, or else the Tutorial, on images made up for it. `busy` if a job is going. */
  'engine.probe': call(
    z.object({ seconds: z.number().positive().max(30), subject: probeRequestSchema.optional() }),
    speedSchema,
  ),
  /** `busy` if a job is going. Ends early when its signal aborts. */
  'engine.findLearningRate': call(
    z.object({ spec: runSpecSchema, data: z.array(dataFilesSchema).min(1) }),
    learningRateCurveSchema,
  ),
  /** As the host's call of this name. Served between the steps of a run; ends early when its signal aborts. */
  'engine.augment': call(augmentRequestSchema, augmentedSchema),
  /** Resolves when the job has begun; its life is told by `job.logs` and ended by `job.ended`. `busy` if one is going. */
  'job.start': call(trainJobSchema, z.null()),
  /** Resolves when a checkpoint of the pause is on disk. */
  'job.pause': call(none, z.object({ step: z.number().int() })),
  'job.resume': call(none, z.null()),
  /** Resolves when the last checkpoint is on disk and the job has ended. */
  'job.stop': call(none, z.object({ step: z.number().int() })),
  /** Forward pass of a model folder (model.json + weights.safetensors), cached by path and modification time. */
  'model.predict': call(z.object({ folder: z.string(), images: z.instanceof(Uint8Array) }), predictionsSchema),
  /** The same of a model folder that reads lines: images of lines, whatever their widths. */
  'model.readLines': call(z.object({ folder: z.string(), lines: lineImagesSchema }), lineAnswersSchema),
  /** Of formats whose runtime is TensorFlow or TensorFlow.js. */
  'export.read': exportReadCall,
  ...trainerLabCalls,
  ...trainerGradientCalls,
} as const;

export const trainerEvents = {
  /** Sent each second: all logs since the last time, in order. */
  'job.logs': z.object({ id: runIdSchema, logs: z.array(runLogSchema) }),
  'job.ended': z.object({
    id: runIdSchema,
    outcome: z.enum(['finished', 'stopped', 'failed']),
    error: errorDataSchema.nullable(),
  }),
  /** Some ten times a second while images are read for the lab. */
  'evaluation.progress': z.object({ ticket: z.string(), done: z.number().int(), total: z.number().int() }),
  /** With the logs, when it has changed by a megabyte, and each ten seconds. */
  memory: z.object({ residentBytes: z.number() }),
} as const;

export type TrainerCalls = typeof trainerCalls;
export type TrainerEvents = typeof trainerEvents;
export type TrainJob = z.infer<typeof trainJobSchema>;
