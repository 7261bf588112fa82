import { z } from 'zod';
import { fileHashesSchema } from '../data-files.ts';
import { datasetIdSchema } from './dataset.ts';
import { runIdSchema, studyIdSchema } from './run-id.ts';
import { isActive, runRequestSchema, runSchema, runSpecSchema } from './run.ts';
import { objectiveSchema, reportSchema } from './study.ts';

/** Larger than this is no data set's file and no model. */
export const MOST_BLOB_BYTES = 4 * 2 ** 30;

/** Bytes that lie in the queue under their own hash. */
export const blobSchema = z.object({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.number().int().min(0).max(MOST_BLOB_BYTES),
});

/** A prepared data set, whose files a worker fetches by their hashes. */
export const queuedDataSchema = z.object({
  id: datasetIdSchema,
  task: runSpecSchema.shape.task,
  framing: runSpecSchema.shape.framing,
  /** Bytes of each file. */
  files: z.partialRecord(fileHashesSchema.keyof(), blobSchema),
});

/** A trial on its way to a worker, version 1. */
export const trialJobSchema = z.object({
  version: z.literal(1),
  study: studyIdSchema,
  number: z.number().int().nonnegative(),
  request: runRequestSchema,
  task: runSpecSchema.shape.task,
  framing: runSpecSchema.shape.framing,
  data: z.array(queuedDataSchema).min(1).max(8),
  objectives: z.array(objectiveSchema).min(1).max(3),
  /** What the best trials had come to when it was queued: a model comes back only of one that is not worse than all of them. */
  best: z.array(z.array(z.number()).min(1).max(3)).max(1000),
});

/** What a worker tells of a trial while it goes: all epochs until now. */
export const trialProgressSchema = z.object({
  run: runIdSchema,
  worker: z.string().max(200),
  reports: z.array(reportSchema).max(1000),
});

export const MODEL_FILES = ['model.json', 'weights.safetensors'] as const;

/** What a trial came to on a worker, version 1. Its run has ended, and has finished where the trial has. */
export const trialResultSchema = z
  .object({
    version: z.literal(1),
    worker: z.string().max(200),
    status: z.enum(['finished', 'failed', 'pruned', 'stopped']),
    run: runSchema,
    /** Its metrics.jsonl. */
    metrics: blobSchema,
    model: z.partialRecord(z.enum(MODEL_FILES), blobSchema).nullable(),
  })
  .refine(({ status, run }) => (status === 'finished' ? run.status === 'finished' : !isActive(run.status)));

export type Blob = z.infer<typeof blobSchema>;
export type QueuedData = z.infer<typeof queuedDataSchema>;
export type TrialJob = z.infer<typeof trialJobSchema>;
export type TrialProgress = z.infer<typeof trialProgressSchema>;
export type TrialResult = z.infer<typeof trialResultSchema>;
