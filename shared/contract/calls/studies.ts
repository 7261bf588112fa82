import { z } from 'zod';
import { call } from '../define.ts';
import { nameSchema } from '../schemas/name.ts';
import { userPresetSchema } from '../schemas/preset.ts';
import { runSchema } from '../schemas/run.ts';
import {
  studyIdSchema,
  studyInfoSchema,
  studySpecSchema,
  trialSchema,
  unreadableStudySchema,
  workerInfoSchema,
} from '../schemas/study.ts';
import { none } from './common.ts';

const ref = z.object({ id: studyIdSchema });

/** What must be said with the settings that a search has found. */
export const promotionWarningSchema = z.object({
  /** They were chosen on validation data: the validation that chose them is better than what new data will give. */
  code: z.literal('chosen-on-validation'),
  /** Of how many finished trials they are the best. */
  trials: z.number().int(),
});

/** Searches of settings: each study tries settings of a space, each trial is a run like any other. */
export const studiesCalls = {
  /** Newest first, and those that cannot be read, with the reason: `file-torn`, `file-newer`, storage errors. */
  'studies.list': call(
    none,
    z.object({ studies: z.array(studyInfoSchema), unreadable: z.array(unreadableStudySchema) }),
  ),
  /** A study and its trials, by number. `torn` lines were unreadable. Throws `study-not-found` {id}, `file-torn`, `file-newer`; so the next ones. */
  'studies.get': call(ref, z.object({ study: studyInfoSchema, trials: z.array(trialSchema), torn: z.number().int() })),
  /**
   * What a study would be: how many settings the grid has (null: no grid). Throws `space-invalid` {path, reason}, `space-too-large` {count, most},
   * `search-unvalidated`, `search-unpruned`, and what `runs.start` throws of its base.
   */
  'studies.plan': call(studySpecSchema, z.object({ settings: z.number().int().nullable() })),
  /** Begins at once; its trials queue as other runs do. Throws as `studies.plan` does, and `queue-unreachable` {address}. */
  'studies.start': call(studySpecSchema, studyInfoSchema),
  /** No trial begins any more; the one that is going keeps a checkpoint. Throws `study-not-running` {id}, `study-held` {id, pid}. */
  'studies.pause': call(ref, studyInfoSchema),
  /** Goes on where it was, with a larger budget if one is given. Throws `study-running` {id}, `study-held` {id, pid}. */
  'studies.resume': call(ref.extend({ budget: studySpecSchema.shape.budget.optional() }), studyInfoSchema),
  /** As pause, for good: it counts as ended, and can yet be resumed. */
  'studies.stop': call(ref, studyInfoSchema),
  'studies.rename': call(ref.extend({ name: nameSchema(120) }), studyInfoSchema),
  /** Moves the study's folder to the trash inside the storage, until the studio closes; its runs stay. Throws `study-held`. */
  'studies.delete': call(ref, z.null()),
  'studies.restore': call(ref, studyInfoSchema),
  /**
   * The settings of a trial (of the best one, if none is named) as a new run, with so many seeds, or as a preset of the user's own. Throws `trial-not-found`
   * {id, number}, `trial-none-finished` {id}, `unsupported` for a preset of a fine-tune.
   */
  'studies.promote': call(
    ref.extend({
      trial: z.number().int().nonnegative().optional(),
      as: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('run'), seeds: z.number().int().min(1).max(20) }),
        z.object({ kind: z.literal('preset'), name: nameSchema(120) }),
      ]),
    }),
    z.object({
      runs: z.array(runSchema),
      preset: userPresetSchema.nullable(),
      warning: promotionWarningSchema,
    }),
  ),
  /** The workers of a study's queue; none where trials train on this machine. */
  'studies.workers': call(ref, z.array(workerInfoSchema)),
} as const;
