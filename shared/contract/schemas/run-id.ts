import { z } from 'zod';

/** Also a folder's name: no separators, no dots, no surprises on any file system. */
export const runIdSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{2,63}$/);

/** `starter`, or a run's id. The CLI's `--model DIR` is resolved by the host and never reaches this door. */
export const modelRefSchema = z.union([z.literal('starter'), runIdSchema]);

/** A study's, and its folder's name. */
export const studyIdSchema = z.string().regex(/^study-[a-z0-9-]{3,57}$/);

export type RunId = z.infer<typeof runIdSchema>;
export type StudyId = z.infer<typeof studyIdSchema>;
export type ModelRef = z.infer<typeof modelRefSchema>;
