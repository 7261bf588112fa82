import { z } from 'zod';
import { dataChoiceSchema } from './dataset.ts';
import { errorDataSchema } from './error.ts';
import { fineTuneSchema, runFromSchema } from './fine-tune.ts';
import { modelSpecSchema } from './model.ts';
import { momentSchema } from './moment.ts';
import { nameSchema } from './name.ts';
import { recipeSchema } from './recipe.ts';
import { runGroupSchema } from './run-group.ts';
import { runIdSchema, studyIdSchema } from './run-id.ts';
import { queuedSchema, runMarksSchema } from './run-marks.ts';
import { lossSchema, runResultSchema } from './run-result.ts';
import { predictedSpeedSchema } from './speed.ts';
import { framingSchema, taskSchema } from './task.ts';

export type { RunGroup, TransferGroup } from './run-group.ts';
export { runIdSchema, type RunId } from './run-id.ts';
export type { MarksChange, RunMarks } from './run-marks.ts';
export { testResultSchema, type RunResult, type TestResult } from './run-result.ts';

/** What defines a run; it does not change after the start, except for the name, and for the epochs when more are added. */
export const runSpecSchema = z.object({
  version: z.literal(2),
  name: nameSchema(120),
  /** The preset that the model and recipe came from, if one did. */
  preset: z.string().max(64).optional(),
  /** The task of its data when it was started, kept here so that a run stays readable when its data set is gone. */
  task: taskSchema,
  framing: framingSchema,
  model: modelSpecSchema,
  data: dataChoiceSchema,
  recipe: recipeSchema,
  /** The trained model that it goes on from, and how; absent: it begins with weights drawn at random. */
  from: runFromSchema.optional(),
  /** The runs that were started together with it. */
  group: runGroupSchema.optional(),
  /** The study that tries its settings, and which of its trials it is. */
  trial: z.object({ study: studyIdSchema, number: z.number().int().nonnegative() }).optional(),
  /** The epochs after which it had ended and was given more, in order. */
  extended: z.array(z.number().int().positive()).optional(),
});

/** What a speed is measured for: a model on a task, trained by a recipe. */
export const probeSubjectSchema = runSpecSchema.pick({ model: true, task: true, recipe: true });

/** The same; with `perLayer` also how the time is shared among its layers, which takes a little longer. */
export const probeRequestSchema = probeSubjectSchema.extend({ perLayer: z.boolean().optional() });

/** What a person asks for when starting a run: the host adds the task, and the group. */
export const runRequestSchema = runSpecSchema
  .omit({ task: true, framing: true, group: true, from: true, trial: true, extended: true })
  .extend({
    /** It waits in the queue until then; absent: it begins as soon as it can. */
    notBefore: momentSchema.optional(),
  });

/** The same for a run that goes on from a trained model, whose layers it has. */
export const fineTuneRequestSchema = runRequestSchema.omit({ model: true }).extend({ from: fineTuneSchema });

/** What the trials of a study begin from: a run, or with `from` one that goes on from a trained model, whose layers `model` has. */
export const trialRequestSchema = runRequestSchema.extend({ from: fineTuneSchema.optional() });

/**
 * queued -> starting -> running <-> pausing/paused -> stopping -> finished | stopped | failed.
 * `interrupted`: its process ended while it ran (a kill, a crash, a power cut); resumable, as `stopped` and `paused` are.
 */
export const runStatusSchema = z.enum([
  'queued',
  'starting',
  'running',
  'pausing',
  'paused',
  'stopping',
  'stopped',
  'interrupted',
  'failed',
  'finished',
]);

/** `loss` is null too where no batch of the epoch was applied. */
export const metricsSchema = z.object({ loss: lossSchema, accuracy: z.number() });

/** The engine that really ran, as the trainer reports it. */
export const runEngineSchema = z.object({
  /** For example "TensorFlow 2.18.1". */
  name: z.string(),
  /** `eager` runs op by op; `graph` a traced graph. */
  mode: z.enum(['eager', 'graph']),
  /** Why not a graph: the words of what could not be traced; null or absent for a graph. */
  fallback: z.string().nullable().optional(),
  /** Where the training steps ran: a TensorFlow device or a graphics adapter's name. */
  device: z.string(),
  threads: z.number().int(),
});

/** The best epoch by validation accuracy (ties: the lower loss), kept beside the last one. */
export const bestEpochSchema = z.object({ epoch: z.number().int(), step: z.number().int(), validation: metricsSchema });

/** run.json, version 2: the record of a run. Everything else is derived or lies in metrics.jsonl. */
export const runSchema = z.object({
  version: z.literal(2),
  id: runIdSchema,
  spec: runSpecSchema,
  status: runStatusSchema,
  createdAt: momentSchema,
  startedAt: momentSchema.nullable(),
  endedAt: momentSchema.nullable(),
  /** Optimizer steps done and to do, over the whole run; total is 0 until the data was counted. */
  step: z.number().int(),
  totalSteps: z.number().int(),
  stepsPerEpoch: z.number().int(),
  /** Images of its validation part; absent until they were counted, and in older records. */
  validationCount: z.number().int().optional(),
  /** Completed epochs. */
  epoch: z.number().int(),
  lastTrain: metricsSchema.nullable(),
  lastValidation: metricsSchema.nullable(),
  best: bestEpochSchema.nullable(),
  /** Step of the newest checkpoint, or null. */
  checkpointStep: z.number().int().nullable(),
  engine: runEngineSchema.nullable(),
  parameters: z.number().int(),
  /** Null: the model was not probed before. */
  predicted: predictedSpeedSchema.nullable().default(null),
  result: runResultSchema.nullable(),
  error: errorDataSchema.nullable(),
  /** Absent: nothing was noted. */
  marks: runMarksSchema.optional(),
  /** Of a run that waits; absent or null: its place is told by when it was made. */
  queued: queuedSchema.nullable().optional(),
});

export type RunSpec = z.infer<typeof runSpecSchema>;
export type ProbeSubject = z.infer<typeof probeSubjectSchema>;
export type ProbeRequest = z.infer<typeof probeRequestSchema>;
export type RunRequest = z.infer<typeof runRequestSchema>;
export type FineTuneRequest = z.infer<typeof fineTuneRequestSchema>;
export type TrialRequest = z.infer<typeof trialRequestSchema>;
export type RunStatus = z.infer<typeof runStatusSchema>;
export type Metrics = z.infer<typeof metricsSchema>;
export type RunEngine = z.infer<typeof runEngineSchema>;
export type BestEpoch = z.infer<typeof bestEpochSchema>;
export type Run = z.infer<typeof runSchema>;

/** Statuses in which a run holds the trainer or waits for it. */
export const ACTIVE_STATUSES: readonly RunStatus[] = ['queued', 'starting', 'running', 'pausing', 'paused', 'stopping'];
/** Statuses from which `runs.resume` goes on (paused: in the same process; the others: from the newest checkpoint). */
export const RESUMABLE_STATUSES: readonly RunStatus[] = ['paused', 'stopped', 'interrupted', 'failed'];

export const isActive = (status: RunStatus): boolean => ACTIVE_STATUSES.includes(status);
export const isResumable = (status: RunStatus): boolean => RESUMABLE_STATUSES.includes(status);
