import { z } from 'zod';
import { datasetIdSchema } from './dataset.ts';
import { penStrokesSchema } from './hand.ts';
import { momentSchema } from './moment.ts';
import { nameSchema } from './name.ts';
import { modelRefSchema } from './run-id.ts';

/** `lesson-` and 32 hex digits; also its folder's name. No two lessons of any two studios have the same. */
export const lessonIdSchema = z.string().regex(/^lesson-[0-9a-f]{32}$/);

/** What a lesson holds at most. `bytes`: of its file, as much as `files.save` writes. */
export const LESSON_LIMITS = { chapters: 60, models: 16, data: 8, note: 4000, bytes: 134_217_728 } as const;

/** A chapter or try-out of the Learn room, by its id. Of those that a studio does not know it keeps what it was told. */
export const learnIdSchema = z.string().min(1).max(60);

/** Plain text of several lines. */
const noteSchema = z.string().max(LESSON_LIMITS.note);

/** What a chapter of a lesson is, whatever its model is named by. */
export const lessonChapterFields = {
  id: learnIdSchema,
  /** What the teacher says of it; empty: nothing. */
  note: noteSchema,
  /** Those that are to be solved. */
  tryOuts: z.array(learnIdSchema).max(40),
  /** Stands on the pad when the chapter opens, in shares of the pad's side; null: what the reader has drawn. */
  drawing: penStrokesSchema.nullable(),
};

/** What a lesson says of itself. */
export const lessonTextFields = {
  title: nameSchema(120),
  /** What the teacher says of the whole. */
  note: noteSchema,
  /** That it is written in. */
  language: z.enum(['en', 'zh-CN']),
};

export const lessonChapterSchema = z.object({
  ...lessonChapterFields,
  /** One of the lesson's models; null: the first of them. */
  model: modelRefSchema.nullable(),
});

/** The chapters in the order in which they are read, each once. */
const chaptersSchema = z
  .array(lessonChapterSchema)
  .max(LESSON_LIMITS.chapters)
  .refine((chapters) => new Set(chapters.map(({ id }) => id)).size === chapters.length, 'the same chapter twice');

/** What a teacher writes and chooses. */
export const lessonContentSchema = z.object({
  ...lessonTextFields,
  chapters: chaptersSchema,
  /** Without one, chapters look at the starter. */
  models: z.array(modelRefSchema).max(LESSON_LIMITS.models),
  data: z.array(datasetIdSchema).max(LESSON_LIMITS.data),
});

/** The file that a lesson came from, and what it brought: that may go with it. */
export const lessonOriginSchema = z.object({
  /** The id of the lesson where it was made. */
  lesson: lessonIdSchema,
  /** Of the list in the file: another for each edition. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  models: z.array(modelRefSchema),
  data: z.array(datasetIdSchema),
});

/** lesson.json, version 1, in the storage. */
export const lessonSchema = z.object({
  version: z.literal(1),
  id: lessonIdSchema,
  createdAt: momentSchema,
  changedAt: momentSchema,
  /** Counts the savings, from 1. */
  revision: z.number().int().positive(),
  ...lessonContentSchema.shape,
  /** Null: it was made here. */
  origin: lessonOriginSchema.nullable(),
});

/** Chapters and try-outs that are remembered. */
export const [MOST_READ, MOST_SOLVED] = [200, 1000];

/** How far somebody has come: chapters that were read, and try-outs (CHAPTER/TRY-OUT) that were solved, or whose answer was shown before they were. */
export const learnMarksSchema = z.object({
  read: z.array(learnIdSchema).max(MOST_READ),
  solved: z.array(z.string().min(1).max(121)).max(MOST_SOLVED),
  shown: z.array(z.string().min(1).max(121)).max(MOST_SOLVED).default([]),
});

/** What was read, solved and shown stays: two windows would else take each other's last steps back. */
export const joinMarks = (before: LearnMarks | null, now: LearnMarks): LearnMarks => ({
  read: together(before?.read, now.read, MOST_READ),
  solved: together(before?.solved, now.solved, MOST_SOLVED),
  shown: together(before?.shown, now.shown, MOST_SOLVED),
});

const together = (before: readonly string[] = [], now: readonly string[], most: number): string[] =>
  [...new Set([...before, ...now])].slice(0, most);

/** A lesson, and how far its reader has come in it. */
export const lessonInfoSchema = lessonSchema.extend({ marks: learnMarksSchema });

/** What was made of a file: a new lesson, one that was here already, or a newer edition in its place. */
export const lessonOutcomeSchema = z.enum(['new', 'known', 'renewed']);

export type LessonId = z.infer<typeof lessonIdSchema>;
export type LessonChapter = z.infer<typeof lessonChapterSchema>;
export type LessonContent = z.infer<typeof lessonContentSchema>;
export type LessonOrigin = z.infer<typeof lessonOriginSchema>;
export type Lesson = z.infer<typeof lessonSchema>;
export type LearnMarks = z.infer<typeof learnMarksSchema>;
export type LessonInfo = z.infer<typeof lessonInfoSchema>;
export type LessonOutcome = z.infer<typeof lessonOutcomeSchema>;
