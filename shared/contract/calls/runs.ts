import { z } from 'zod';
import { call } from '../define.ts';
import { dataChoiceSchema } from '../schemas/dataset.ts';
import { fineTuneSchema, takenSchema } from '../schemas/fine-tune.ts';
import { learningRateCurveSchema } from '../schemas/learning-rate.ts';
import { modelSpecSchema } from '../schemas/model.ts';
import { nameSchema } from '../schemas/name.ts';
import { runLogSchema } from '../schemas/run-log.ts';
import { fineTuneRequestSchema, runIdSchema, runRequestSchema, runSchema, runSpecSchema } from '../schemas/run.ts';
import { marksChangeSchema } from '../schemas/run-marks.ts';
import { runSummarySchema } from '../schemas/run-summary.ts';

const runRef = z.object({ id: runIdSchema });
const groupRef = z.object({ group: runIdSchema });

/** Training: plans, starting and controlling runs, the search for a learning rate. */
export const runsCalls = {
  /**
   * Newest first: at most `limit` of those behind the one that `after` names by its id and time. A window that has many takes
   * them page by page.
   */
  'runs.list': call(
    z
      .object({
        after: runSchema.pick({ id: true, createdAt: true }).optional(),
        limit: z.number().int().min(1).max(20_000).optional(),
      })
      .nullish(),
    z.array(runSummarySchema),
  ),
  /** The whole records of these, in their order; those that are gone or cannot be read are left out. */
  'runs.records': call(z.object({ ids: z.array(runIdSchema).max(500) }), z.array(runSchema)),
  /**
   * A run and all logs of its metrics.jsonl that still hold (superseded lines are left out). `torn` lines were
   * unreadable.
   */
  'runs.get': call(runRef, z.object({ run: runSchema, logs: z.array(runLogSchema), torn: z.number().int() })),
  /** Queues behind the run in progress, if there is one. `model-invalid` if the model does not fit the data's task; `model-too-large-for-memory`. */
  'runs.start': call(runRequestSchema, runSchema),
  /**
   * The same from a trained model on, which the run keeps a copy of. `model-not-found`, `model-torn`, `model-other-size`, `model-other-framing`,
   * `model-lacks-classes`, `layer-unknown`, `head-fixed`.
   */
  'runs.fineTune': call(fineTuneRequestSchema, runSchema),
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
  /** Ends all runs of a group that are going or waiting, as `runs.stop` does. `run-not-found` {id} if there are none. */
  'runs.stopGroup': call(groupRef, z.null()),
  /** Puts all of its runs that can be resumed into the queue, in the group's order. Throws as `runs.resume` does. */
  'runs.resumeGroup': call(groupRef, z.null()),
  /**
   * Learning-rate range test (Smith, 2015): trains a throw-away copy while the rate grows, and suggests one. Cancelled by
   * its signal. `busy-with-...` while the engine is taken.
   */
  'runs.findLearningRate': call(
    z.object({ model: modelSpecSchema, data: dataChoiceSchema, recipe: runSpecSchema.shape.recipe }),
    learningRateCurveSchema,
  ),
  'runs.pause': call(runRef, runSchema),
  'runs.resume': call(runRef, runSchema),
  /** Ends with a checkpoint; can be resumed. A queued run leaves the queue. */
  'runs.stop': call(runRef, runSchema),
  /**
   * Gives a run that has finished `epochs` more: optimizer, data order and random streams go on. `schedule`: `stretch` follows from here on the
   * curve of a run of all its epochs, `hold` keeps to the one that it had, at its last value. `run-not-extendable` {id}.
   */
  'runs.extend': call(
    z.object({ id: runIdSchema, epochs: z.number().int().min(1).max(1000), schedule: z.enum(['stretch', 'hold']) }),
    runSchema,
  ),
  /** Star, tags and notes. Throws as `runs.rename` does. */
  'runs.mark': call(marksChangeSchema.extend({ id: runIdSchema }), runSchema),
  'runs.rename': call(z.object({ id: runIdSchema, name: nameSchema(120) }), runSchema),
  /** Moves the run's folder to the trash inside the storage; `runs.restore` brings it back until the studio closes. */
  'runs.delete': call(runRef, z.null()),
  'runs.restore': call(runRef, runSchema),
  /** Steps, images and so on of a run before it starts. With `from`, what it takes over; it then throws as `runs.fineTune` does. */
  'runs.plan': call(
    z.object({ data: dataChoiceSchema, recipe: runSpecSchema.shape.recipe, from: fineTuneSchema.optional() }),
    z.object({
      trainCount: z.number().int(),
      validationCount: z.number().int(),
      /** Of each epoch's images, those that are replayed; absent without `from`. */
      replayCount: z.number().int().optional(),
      stepsPerEpoch: z.number().int(),
      totalSteps: z.number().int(),
      taken: takenSchema.optional(),
      /** Bytes of memory that the run could have, and those of all training images of its data; absent where a graphics card trains. */
      memory: z.object({ free: z.number(), imageBytes: z.number() }).optional(),
      /** Bytes that may still be written where runs lie; absent where that cannot be told. */
      disk: z.object({ free: z.number() }).optional(),
    }),
  ),
} as const;
