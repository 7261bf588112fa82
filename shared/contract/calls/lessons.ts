import { z } from 'zod';
import { call } from '../define.ts';
import { datasetIdSchema } from '../schemas/dataset.ts';
import { errorDataSchema } from '../schemas/error.ts';
import {
  learnMarksSchema,
  lessonContentSchema,
  lessonIdSchema,
  lessonInfoSchema,
  lessonOutcomeSchema,
} from '../schemas/lesson.ts';
import { modelRefSchema } from '../schemas/run-id.ts';
import { handle, none } from './common.ts';

const ref = z.object({ id: lessonIdSchema });

/** What a part of a lesson adds to its file at most, bytes; or why it cannot be in one. */
const weight = { bytes: z.number().nonnegative(), error: errorDataSchema.nullable() };

/** Lessons: chosen chapters with models and data, made by a teacher, opened from one file by students. */
export const lessonsCalls = {
  /** The newest first, and those that cannot be read, with the reason: `file-torn`, `file-newer`, storage errors. */
  'lessons.list': call(
    none,
    z.object({
      lessons: z.array(lessonInfoSchema),
      unreadable: z.array(z.object({ id: lessonIdSchema, error: errorDataSchema })),
    }),
  ),
  'lessons.create': call(lessonContentSchema, lessonInfoSchema),
  /** Throws `lesson-changed` {title} where `expected` is not its present revision, `lesson-not-found` {id}; so the next ones. */
  'lessons.save': call(
    ref.extend({ expected: z.number().int().positive(), content: lessonContentSchema }),
    lessonInfoSchema,
  ),
  /** How far its reader has come. */
  'lessons.mark': call(ref.extend({ marks: learnMarksSchema }), lessonInfoSchema),
  /**
   * To the trash; `lessons.restore` brings it back until the studio closes. `brought`: also the models and data sets that came with its file and that no
   * other lesson names; data sets for good. `kept`: names of those that something else needs.
   */
  'lessons.remove': call(ref.extend({ brought: z.boolean() }), z.object({ kept: z.array(z.string()) })),
  'lessons.restore': call(ref, lessonInfoSchema),
  /** What each part adds to a file: `model-not-found`, `dataset-not-found`, `lesson-data-kind` {name} for what cannot be in one. */
  'lessons.weigh': call(
    z.object({ models: z.array(modelRefSchema).max(16), data: z.array(datasetIdSchema).max(8) }),
    z.object({
      models: z.array(z.object({ ref: modelRefSchema, ...weight })),
      data: z.array(z.object({ id: datasetIdSchema, ...weight })),
    }),
  ),
  /**
   * A lesson as one file, for `files.save` or a download. `lesson.progress` tells how far it is, by the asker's `ticket`. Throws
   * `lesson-chapterless` {title}, `lesson-too-large` {megabytes, limit}, what `lessons.weigh` names, storage errors.
   */
  'lessons.export': call(
    ref.extend({ ticket: z.string().min(1).max(64) }),
    z.object({ name: z.string(), bytes: z.instanceof(Uint8Array) }),
  ),
  /**
   * Takes in a lesson's file with its models and data sets; those that are here already are not doubled. Throws `lesson-file-other` {file},
   * `lesson-file-damaged` {file, inside}, `lesson-too-large` {megabytes, limit}, `file-newer` {path} (also of the lesson that is here), `archive-damaged` {file}, `unsafe-path` {path},
   * `reader-crashed`, storage errors; nothing is left then.
   */
  'lessons.open': call(
    z.object({ handle, ticket: z.string().min(1).max(64) }),
    z.object({ lesson: lessonInfoSchema, outcome: lessonOutcomeSchema }),
  ),
} as const;
