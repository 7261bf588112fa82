import { z } from 'zod';
import { momentSchema } from './moment.ts';

/** A tag: no spaces, no commas and no quotes, so that it can be asked for as `tag:NAME`. */
export const tagSchema = z
  .string()
  .max(40)
  .regex(/^[^\s,;"']+$/);

const tagsSchema = z
  .array(tagSchema)
  .max(40)
  .refine((tags) => new Set(tags).size === tags.length, 'the same tag twice');

/** What a person has noted about a run; no result depends on it. */
export const runMarksSchema = z.object({ starred: z.boolean(), tags: tagsSchema, notes: z.string().max(20_000) });

/** A change of the marks; what is absent stays. Tags that are there already, or not there, are passed over. */
export const marksChangeSchema = z
  .object({ starred: z.boolean(), addTags: tagsSchema, removeTags: tagsSchema, notes: runMarksSchema.shape.notes })
  .partial();

/** The place of a run that waits: the lowest goes first. `notBefore`: it does not begin earlier than that; null: as soon as it can. */
export const queuedSchema = z.object({ place: z.number(), notBefore: momentSchema.nullable() });

export type RunMarks = z.infer<typeof runMarksSchema>;
export type MarksChange = z.infer<typeof marksChangeSchema>;
export type Queued = z.infer<typeof queuedSchema>;
