import { z } from 'zod';

/** Also a folder's name: no separators, no dots, nothing that Windows keeps for devices, no surprises on any file system. */
export const runIdSchema = z.string().regex(/^(?!(?:con|prn|aux|nul|com\d|lpt\d)$)[a-z0-9][a-z0-9-]{2,63}$/);

/** An imported model's, and its folder's name. No run has such an id: a run's ends with the time at which it was made. */
export const importedModelIdSchema = z.string().regex(/^model-[0-9a-f]{16}$/);

/** Models that come with the studio: one of digits, one of lines of digits and the marks between them. */
export const shippedModelSchema = z.enum(['starter', 'line-reader']);

/** Small ones for the Learn room's chapters whose layers the starter does not have: nothing else lists them. */
export const lessonModelSchema = z.enum(['lesson-gru', 'lesson-lstm', 'lesson-attention']);

/** A shipped model's name, an imported model's id, or a run's. The CLI's `--model DIR` is resolved by the host and never reaches this door. */
export const modelRefSchema = z.union([shippedModelSchema, lessonModelSchema, importedModelIdSchema, runIdSchema]);

/** A study's, and its folder's name. */
export const studyIdSchema = z.string().regex(/^study-[a-z0-9-]{3,57}$/);

export type RunId = z.infer<typeof runIdSchema>;
export type StudyId = z.infer<typeof studyIdSchema>;
export type ShippedModel = z.infer<typeof shippedModelSchema>;
export type LessonModel = z.infer<typeof lessonModelSchema>;
export type ModelRef = z.infer<typeof modelRefSchema>;

/** Whether a model came from another program's file, and so belongs to no run. */
export const isImported = (ref: ModelRef): boolean => importedModelIdSchema.safeParse(ref).success;

/** Whether a model is what a run left. */
export const isRun = (ref: ModelRef): boolean => !isShipped(ref) && !isImported(ref);

/** Whether a model is one of the Learn room's own. */
export const isLesson = (ref: ModelRef): ref is LessonModel => lessonModelSchema.safeParse(ref).success;

/** Whether a model came with the studio. */
export const isShipped = (ref: ModelRef): ref is ShippedModel | LessonModel =>
  shippedModelSchema.safeParse(ref).success || isLesson(ref);
