import { z } from 'zod';
import { errorDataSchema } from './error.ts';
import { takenSchema } from './fine-tune.ts';
import { bestEpochSchema, metricsSchema, runEngineSchema } from './run.ts';
import { comparisonSchema, runWarningSchema, testResultSchema } from './run-result.ts';

/**
 * A log of a run. The trainer yields them; each becomes a line of metrics.jsonl and part of an event. `time` is
 * milliseconds since the Unix epoch. Steps count from 1 over the whole run.
 *
 * `resumed` with step k supersedes every earlier line of a later step: those steps are done again.
 */
export const runLogSchema = z.discriminatedUnion('type', [
  /**
   * How long a stage before the first step took: `trace` runs a step to record it, `graph` hands the graph to TensorFlow,
   * `features` takes the images through the frozen layers once for all.
   */
  z.object({
    type: z.literal('stage'),
    time: z.number(),
    stage: z.enum(['load', 'data', 'build', 'trace', 'graph', 'features', 'first-step']),
    seconds: z.number(),
  }),
  z.object({
    type: z.literal('started'),
    time: z.number(),
    engine: runEngineSchema,
    totalSteps: z.number().int(),
    stepsPerEpoch: z.number().int(),
    trainCount: z.number().int(),
    /** Of each epoch's images, those that are replayed; absent: none. */
    replayCount: z.number().int().optional(),
    validationCount: z.number().int(),
    parameters: z.number().int(),
  }),
  /** What a run that goes on from a trained model took of it; at the start of each sitting. */
  takenSchema.extend({ type: z.literal('taken'), time: z.number() }),
  /**
   * Consecutive steps that one call of TensorFlow took, of one epoch, as columns of equal length: a quick run takes a hundred
   * a second, and each of them as a log of its own cost more than all the others together.
   */
  z
    .object({
      type: z.literal('steps'),
      time: z.number(),
      /** The last one. */
      step: z.number().int(),
      /** Counted from 1: the epoch that these steps belong to. */
      epoch: z.number().int(),
      /** The loss of each step's batch, before the update. */
      loss: z.array(z.number()).min(1),
      accuracy: z.array(z.number()),
      learningRate: z.array(z.number()),
      imagesPerSecond: z.number(),
      /** Seconds until the run's end; null while too few steps were measured. */
      etaSeconds: z.number().nullable(),
    })
    .refine(({ loss, accuracy, learningRate }) =>
      [accuracy, learningRate].every(({ length }) => length === loss.length),
    ),
  z.object({
    type: z.literal('epoch'),
    time: z.number(),
    epoch: z.number().int(),
    step: z.number().int(),
    /** Mean over the epoch's batches, weights changing meanwhile (as Keras prints it). */
    train: metricsSchema,
    validation: metricsSchema.nullable(),
    best: bestEpochSchema.nullable(),
    /** Of its training steps. */
    seconds: z.number(),
    /** Of its validation; absent in older logs. */
    validationSeconds: z.number().optional(),
  }),
  /** A loss or gradient was not finite: the step counts, but changed nothing. Ten in a row end the run (`diverged`). */
  z.object({ type: z.literal('skipped'), time: z.number(), step: z.number().int() }),
  /** Validation has not improved for the recipe's patience: `epoch` was the last, `best` the best one. */
  z.object({
    type: z.literal('early-stopped'),
    time: z.number(),
    step: z.number().int(),
    epoch: z.number().int(),
    best: z.number().int(),
  }),
  z.object({ type: z.literal('checkpoint'), time: z.number(), step: z.number().int(), seconds: z.number() }),
  z.object({ type: z.literal('paused'), time: z.number(), step: z.number().int() }),
  /** `damaged`: newer checkpoints that were torn and passed over, by file name; absent when the process went on by itself. */
  z.object({
    type: z.literal('resumed'),
    time: z.number(),
    step: z.number().int(),
    damaged: z.array(z.string()).optional(),
  }),
  z.object({ type: z.literal('stopped'), time: z.number(), step: z.number().int() }),
  /** Loss or weights were no longer finite at `step`; the run went back to `checkpointStep` (0: its start) and ended. */
  z.object({ type: z.literal('diverged'), time: z.number(), step: z.number().int(), checkpointStep: z.number().int() }),
  z.object({
    type: z.literal('memory'),
    time: z.number(),
    step: z.number().int(),
    residentBytes: z.number(),
    tensors: z.number().int(),
  }),
  /**
   * After the last step: reading the test images, and learning what is none of the classes (see KnownCard). `done`, 0 to 1, is
   * the share of this work that is done.
   */
  z.object({
    type: z.literal('finishing'),
    time: z.number(),
    step: z.number().int(),
    work: z.enum(['test', 'known']),
    done: z.number().min(0).max(1),
  }),
  z.object({ type: z.literal('test'), time: z.number(), result: testResultSchema }),
  z.object({ type: z.literal('compared'), time: z.number(), comparison: comparisonSchema }),
  z.object({ type: z.literal('warning'), time: z.number(), warning: runWarningSchema }),
  z.object({
    type: z.literal('finished'),
    time: z.number(),
    step: z.number().int(),
    weightsSha256: z.string(),
    imagesPerSecond: z.number().nullable(),
    seconds: z.number(),
  }),
  z.object({ type: z.literal('failed'), time: z.number(), error: errorDataSchema }),
]);

export type RunLog = z.infer<typeof runLogSchema>;
export type StepsLog = Extract<RunLog, { type: 'steps' }>;
export type MemoryLog = Extract<RunLog, { type: 'memory' }>;
export type EpochLog = Extract<RunLog, { type: 'epoch' }>;
