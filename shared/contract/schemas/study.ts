import { z } from 'zod';
import { errorDataSchema } from './error.ts';
import { momentSchema } from './moment.ts';
import { nameSchema } from './name.ts';
import { runIdSchema, studyIdSchema } from './run-id.ts';
import { trialRequestSchema } from './run.ts';

export { studyIdSchema, type StudyId } from './run-id.ts';

/** An option's value: whatever JSON holds; a choice may be a whole part of a recipe, as `{"kind": "cosine"}`. */
export type Setting = string | number | boolean | null | unknown[] | { [name: string]: unknown };

/** Its type is not JSON's own, which has itself in it: types that are made of the whole contract would not come to an end. */
export const settingSchema: z.ZodType<Setting, Setting> = z
  .json()
  .refine((value) => JSON.stringify(value).length <= 10_000, 'a value of more than 10,000 characters');

/** The place of an option in a run's request: `recipe.optimizer.learningRate`, `model.layers.0.filters`, `data.limit`, `from.freeze`. */
export const optionPathSchema = z.string().regex(/^(recipe|model|data|from)(\.[A-Za-z0-9]{1,40}){1,12}$/);

/** The options of the space that must have this value, or one of these, for another to be searched. */
const when = z.record(optionPathSchema, z.union([settingSchema, z.array(settingSchema).min(1)])).optional();

/** What an option may be: one of some values, or a number of a range. */
export const parameterSchema = z.union([
  z.strictObject({ choices: z.array(settingSchema).min(1).max(1000), when }),
  z.strictObject({
    low: z.number(),
    high: z.number(),
    /** Drawn evenly by its logarithm; not together with `step`. */
    log: z.boolean().optional(),
    /** Whole numbers alone. */
    int: z.boolean().optional(),
    /** From `low` on, in steps of this size. */
    step: z.number().positive().optional(),
    when,
  }),
]);

export const MOST_PARAMETERS = 50;

/** What is searched: parameters by the paths of their options. Checked against what it changes by `checkSpace`. */
export const spaceSchema = z
  .record(optionPathSchema, parameterSchema)
  .refine((space) => Object.keys(space).length >= 1 && Object.keys(space).length <= MOST_PARAMETERS);

export const samplerSchema = z.enum(['grid', 'random', 'tpe']);

/**
 * `asha`: asynchronous successive halving (Li, 2018). A trial that has come to `minimum`, `minimum` x `reduction`, ... epochs goes on
 * if it is among the best `reduction`-th part of those that have come so far.
 */
export const prunerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({
    kind: z.literal('asha'),
    minimum: z.number().int().min(1).max(1000).default(1),
    reduction: z.number().int().min(2).max(20).default(3),
  }),
]);

/** What a trial is judged by. Accuracy and loss are those of validation, of the best epoch; nothing is chosen by test images. */
export const METRICS = ['validationAccuracy', 'validationLoss', 'trainingSeconds', 'parameters'] as const;

export const objectiveSchema = z.object({
  metric: z.enum(METRICS),
  direction: z.enum(['maximize', 'minimize']),
});

/** The queue of the workers: `redis://HOST[:PORT][/DB]`, or `rediss://` for one over TLS; a password never stands in it. */
export const queueAddressSchema = z
  .string()
  .regex(/^rediss?:\/\/(\[[0-9a-fA-F:]{2,45}\]|[A-Za-z0-9.-]{1,253})(:\d{1,5})?(\/\d{1,4})?$/);

/** What defines a study; nothing of it changes but the budget, which may grow. */
export const studySpecSchema = z.object({
  name: nameSchema(120),
  /** The run that a trial is, but for what is searched. */
  base: trialRequestSchema,
  space: spaceSchema,
  sampler: samplerSchema,
  pruner: prunerSchema,
  /** Several: what is best is a set of trials, none of which is beaten in everything by another (Pareto). */
  objectives: z
    .array(objectiveSchema)
    .min(1)
    .max(3)
    .refine((all) => new Set(all.map(({ metric }) => metric)).size === all.length, 'the same metric twice'),
  /** Whichever is used up first; a trial that is going by then is ended as any other. */
  budget: z
    .object({
      trials: z.number().int().min(1).max(10_000).optional(),
      minutes: z.number().positive().max(100_000).optional(),
    })
    .refine(({ trials, minutes }) => trials !== undefined || minutes !== undefined, 'trials or minutes'),
  /** How many seeds the best settings are trained with in all, once the search is done. */
  seeds: z.number().int().min(1).max(20),
  /** Of the sampler. */
  seed: z.number().int().min(0).max(0xffffffff),
  /** Null: trials train on this machine. */
  queue: queueAddressSchema.nullable(),
});

/** As runs have it; `interrupted`: the host that held it is gone. */
export const studyStatusSchema = z.enum(['running', 'paused', 'stopped', 'interrupted', 'finished']);

/** study.json, version 1. */
export const studyRecordSchema = z.object({
  version: z.literal(1),
  id: studyIdSchema,
  spec: studySpecSchema,
  status: studyStatusSchema,
  createdAt: momentSchema,
  /** Why it does not go on by itself: a fault of the machine or the data, not of a trial's settings. */
  error: errorDataSchema.nullable(),
});

const number = z.number().int().nonnegative();
export const settingsValuesSchema = z.record(optionPathSchema, settingSchema);
/** A value for each of the study's objectives, in their order. */
const objectiveValues = z.array(z.number()).min(1).max(3);

/**
 * `failed`: it diverged, or its settings make no run. `pruned`: stopped as it did worse than others. `stopped`: its run was, by hand.
 * None of these is ever the best.
 */
export const trialStatusSchema = z.enum(['running', 'finished', 'pruned', 'failed', 'stopped']);

/** What was told of the first objective after an epoch; null: not finite. */
export const reportSchema = z.object({ epoch: z.number().int().positive(), value: z.number().nullable() });

export const trialSchema = z.object({
  /** From 0. */
  number,
  status: trialStatusSchema,
  /** What was set, of the space's parameters whose conditions hold. */
  values: settingsValuesSchema,
  objective: objectiveValues.nullable(),
  reports: z.array(reportSchema),
  run: runIdSchema.nullable(),
  startedAt: momentSchema,
  endedAt: momentSchema.nullable(),
  error: errorDataSchema.nullable(),
  /** The trial whose settings it repeats with another seed; it takes no part in the search. */
  repeats: number.nullable(),
  /** The name of the worker that has it or had it; null on this machine. */
  worker: z.string().nullable(),
});

/** A line of trials.jsonl: one thing that happened. The trials are what the lines come to (shared/study/trial-lines.ts). */
export const trialLineSchema = z.discriminatedUnion('type', [
  /** The study goes on, after whatever ended it before. */
  z.object({ type: z.literal('sitting'), time: momentSchema }),
  z.object({
    type: z.literal('asked'),
    time: momentSchema,
    number,
    values: settingsValuesSchema,
    repeats: number.optional(),
  }),
  z.object({
    type: z.literal('began'),
    time: momentSchema,
    number,
    run: runIdSchema,
    worker: z.string().max(200).optional(),
  }),
  reportSchema.extend({ type: z.literal('reported'), time: momentSchema, number }),
  z.object({ type: z.literal('pruned'), time: momentSchema, number }),
  z.object({
    type: z.literal('ended'),
    time: momentSchema,
    number,
    status: trialStatusSchema.exclude(['running']),
    objective: objectiveValues.optional(),
    error: errorDataSchema.optional(),
  }),
]);

/** A process that takes trials from a study's queue. */
export const workerInfoSchema = z.object({
  id: z.string().max(64),
  /** The machine's. */
  name: z.string().max(200),
  pid: z.number().int(),
  engine: z.string().max(200).nullable(),
  /** What it trains, of which study. */
  trial: z.object({ study: studyIdSchema, number, epoch: z.number().int() }).nullable(),
  /** When it was last heard of. */
  seenAt: momentSchema,
});

export const studyInfoSchema = studyRecordSchema.extend({
  counts: z.record(trialStatusSchema, z.number().int()),
  /** The numbers of the best trials: one of one objective, a Pareto set of several; none while none has finished. */
  best: z.array(number),
  /** What the best came to, where there is one objective. */
  bestValue: z.number().nullable(),
  /** Seconds that it has gone so far. */
  seconds: z.number(),
  /** The process that has it going, where that is another one than the host that was asked; what it tells is not heard here. */
  heldBy: z.number().int().nullable(),
});

/** A folder among the studies whose record cannot be read. */
export const unreadableStudySchema = z.object({ id: studyIdSchema, error: errorDataSchema });

export type Settings = z.infer<typeof settingsValuesSchema>;
export type Parameter = z.infer<typeof parameterSchema>;
export type Space = z.infer<typeof spaceSchema>;
export type SamplerName = z.infer<typeof samplerSchema>;
export type PrunerChoice = z.infer<typeof prunerSchema>;
export type Metric = (typeof METRICS)[number];
export type Objective = z.infer<typeof objectiveSchema>;
export type StudySpec = z.infer<typeof studySpecSchema>;
export type StudyStatus = z.infer<typeof studyStatusSchema>;
export type StudyRecord = z.infer<typeof studyRecordSchema>;
export type StudyInfo = z.infer<typeof studyInfoSchema>;
export type UnreadableStudy = z.infer<typeof unreadableStudySchema>;
export type Trial = z.infer<typeof trialSchema>;
export type TrialStatus = Trial['status'];
export type TrialLine = z.infer<typeof trialLineSchema>;
export type WorkerInfo = z.infer<typeof workerInfoSchema>;
