import { z } from 'zod';
import { listedFilesSchema } from './listed-files.ts';
import { lessonChapterFields, lessonIdSchema, lessonTextFields, LESSON_LIMITS } from './lesson.ts';
import { nameSchema } from './name.ts';
import { framingSchema, taskSchema } from './task.ts';

/** The one name by which a zip is known as a lesson: what the lesson is, and all other files with their hashes. */
export const LESSON_LIST = 'lesson.json';

/** What a lesson's file may have in it beside that, and nothing else: a path outside of it cannot be named. */
const INSIDE =
  /^(models\/\d{1,2}\/(model\.json|weights\.safetensors|known\.safetensors)|data\/\d{1,2}\/(train|test)-(images\.u8|labels\.u16))$/;

export const modelFolder = (place: number): string => `models/${place}`;
export const dataFolder = (place: number): string => `data/${place}`;

/** The parts of a data set as they lie in its folder. */
export const DATA_PARTS = {
  trainImages: 'train-images.u8',
  trainLabels: 'train-labels.u16',
  testImages: 'test-images.u8',
  testLabels: 'test-labels.u16',
} as const;

const count = z.number().int().nonnegative();

/** A data set that lies in the file, in the folder of its place in the list. */
const packedDataSchema = z.object({
  kind: z.literal('images'),
  name: nameSchema(80),
  task: taskSchema,
  framing: framingSchema,
  trainCount: count,
  testCount: count,
});

/** One that every studio has, by its id. */
const knownDataSchema = z.object({ kind: z.literal('known'), id: z.enum(['mnist', 'synthetic']) });

/** lesson.json, version 1, in a lesson's file. Models and data sets are named by their places in the lists. */
export const lessonListSchema = z
  .object({
    version: z.literal(1),
    id: lessonIdSchema,
    ...lessonTextFields,
    chapters: z
      .array(z.object({ ...lessonChapterFields, model: count.nullable() }))
      .min(1)
      .max(LESSON_LIMITS.chapters)
      .refine((chapters) => new Set(chapters.map(({ id }) => id)).size === chapters.length, 'the same chapter twice'),
    models: z.array(z.object({ weightsSha256: z.string().regex(/^[0-9a-f]{64}$/) })).max(LESSON_LIMITS.models),
    data: z.array(z.discriminatedUnion('kind', [packedDataSchema, knownDataSchema])).max(LESSON_LIMITS.data),
    files: listedFilesSchema((path) => INSIDE.test(path), 3 * LESSON_LIMITS.models + 4 * LESSON_LIMITS.data),
  })
  .refine(
    ({ chapters, models }) => chapters.every(({ model }) => (model ?? 0) < Math.max(1, models.length)),
    'no such model',
  );

export type LessonList = z.infer<typeof lessonListSchema>;
export type PackedData = z.infer<typeof packedDataSchema>;
