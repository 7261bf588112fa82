import { z } from 'zod';
import { errorDataSchema } from './error.ts';
import { fieldIdSchema, formFieldsSchema, formIdSchema, formSizeSchema } from './form.ts';
import { handIdSchema } from './hand.ts';
import { momentSchema } from './moment.ts';
import { nameSchema } from './name.ts';
import { greySchema } from './picture.ts';
import { lineModelSchema, lineReadingSchema, quadSchema, readSymbolSchema } from './reading.ts';

/** A batch's, and its folder's name. */
export const batchIdSchema = z.string().regex(/^batch-[a-z0-9-]{3,57}$/);

export const BATCH_LIMITS = { pages: 20_000, perCall: 200 } as const;

/** Of a field: letters of its text, and signs that are read in it. What has more is a pattern and no writing. */
export const FIELD_LIMITS = { text: 400, signs: 200 } as const;

/** Counted from 0, in the order in which the pages are read. */
export const pageNumberSchema = z.number().int().min(0).max(BATCH_LIMITS.pages);

/** What a field is, in a person's words. Text is what stands there as it is written; `accepted`: what was read is right. */
export const decisionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('accepted') }),
  z.object({ kind: z.literal('text'), text: nameSchema(FIELD_LIMITS.text) }),
  z.object({ kind: z.literal('empty') }),
  z.object({ kind: z.literal('unreadable') }),
]);

const probability = z.number().min(0).max(1);

/** A sign of a field; its box is in pixels of the field's crop. */
export const fieldSymbolSchema = readSymbolSchema.omit({ quad: true });

/** What was read in a field. */
export const fieldReadingSchema = z.object({
  field: fieldIdSchema,
  /** As it is written; empty: nothing is written there. */
  text: z.string().max(FIELD_LIMITS.text),
  /** What it comes to: an amount as `1234.50`, a date as `2026-11-30`, a mark as `yes` or `no`, else the text; null: it comes to nothing. */
  value: z.string().max(FIELD_LIMITS.text).nullable(),
  confidence: probability,
  /** Whether it may stand without anybody's looking at it. */
  sure: z.boolean(),
  symbols: z.array(fieldSymbolSchema).max(FIELD_LIMITS.signs),
  /** Other readings of the whole field, the most probable first. */
  alternatives: lineReadingSchema.shape.alternatives,
  /** The size of the crops, in pixels; null: there is none. */
  crop: z.object({ width: z.number().int().positive(), height: z.number().int().positive() }).nullable(),
});

/** A page of a batch as it was read. */
export const batchPageSchema = z.object({
  page: pageNumberSchema,
  /** Inside the batch's folder or beside its file, parts joined by '/'. */
  file: z.string().max(4096),
  /** Of a file with several pages, from 0. */
  part: z.number().int().nonnegative(),
  /** Why nothing was read of it: `page-other-form` {file}, and what keeps a file from being read. */
  error: errorDataSchema.nullable(),
  /** How well the form was found again, 0 to 1, and its corners in the page's picture, in pixels; null of a page that was not read. */
  quality: probability.nullable(),
  corners: quadSchema.nullable(),
  fields: z.array(fieldReadingSchema),
});

/** Where a field is in a batch. */
export const fieldRefSchema = z.object({ page: pageNumberSchema, field: fieldIdSchema });

/** A field with what was read in it and what was decided; null: nothing. */
export const reviewItemSchema = z.object({
  page: pageNumberSchema,
  file: z.string(),
  part: z.number().int().nonnegative(),
  reading: fieldReadingSchema,
  decision: decisionSchema.nullable(),
});

/** `interrupted`: the host that had it going is gone. `finished`: all pages were read, or could not be. */
export const batchStatusSchema = z.enum(['running', 'paused', 'interrupted', 'finished']);

/** batch.json, version 1, beside scan.png: the template as it was when the batch began. */
export const batchRecordSchema = z.object({
  version: z.literal(1),
  id: batchIdSchema,
  name: nameSchema(120),
  form: z.object({
    id: formIdSchema.nullable(),
    name: nameSchema(120),
    size: formSizeSchema,
    fields: formFieldsSchema,
  }),
  model: lineModelSchema,
  /** The file or folder that is read; null: what was uploaded, which lies in the batch's own folder. */
  source: z.string().max(4096).nullable(),
  /** Tells a command line's batch again: the same template, pages and output; null: a window's. */
  key: z.string().max(64).nullable(),
  status: batchStatusSchema,
  createdAt: momentSchema,
  /** The hands that signs of it went to; `heldOut`: without those of the pages that are kept from learning. */
  learnt: z
    .array(z.object({ hand: handIdSchema, at: momentSchema, heldOut: z.boolean() }))
    .max(1000)
    .optional(),
  /** Why it does not go on by itself: a fault of the machine, not of a page. */
  error: errorDataSchema.nullable(),
});

const count = z.number().int().nonnegative();

export const batchInfoSchema = batchRecordSchema.extend({
  counts: z.object({
    /** Null while they are counted. */
    pages: count.nullable(),
    read: count,
    /** Pages of which nothing was read. */
    failed: count,
    /** Fields of the pages that were read. */
    fields: count,
    /** Fields that are not sure, and those of them that nobody has decided. */
    unsure: count,
    open: count,
    decided: count,
  }),
  /** Until all pages are read, as far as can be told; null: it cannot, or it does not go. */
  secondsLeft: z.number().nullable(),
  /** The process that has it going, where that is another one than the host that was asked. */
  heldBy: z.number().int().nullable(),
  /** Lines of its files that cannot be read: what was being written when the power went. Their pages are read again. */
  torn: count,
});

export const unreadableBatchSchema = z.object({ id: batchIdSchema, error: errorDataSchema });

/** The pictures of a field: as a person sees it, paper made even (0 black to 255 white), and its ink without the form's own print (0 paper to 255 ink). */
export const fieldCropSchema = z.object({
  page: pageNumberSchema,
  field: fieldIdSchema,
  look: greySchema,
  ink: greySchema,
});

export type BatchId = z.infer<typeof batchIdSchema>;
export type Decision = z.infer<typeof decisionSchema>;
export type FieldSymbol = z.infer<typeof fieldSymbolSchema>;
export type FieldReading = z.infer<typeof fieldReadingSchema>;
export type BatchPage = z.infer<typeof batchPageSchema>;
export type FieldRef = z.infer<typeof fieldRefSchema>;
export type ReviewItem = z.infer<typeof reviewItemSchema>;
export type BatchStatus = z.infer<typeof batchStatusSchema>;
export type BatchRecord = z.infer<typeof batchRecordSchema>;
export type BatchInfo = z.infer<typeof batchInfoSchema>;
export type UnreadableBatch = z.infer<typeof unreadableBatchSchema>;
export type FieldCrop = z.infer<typeof fieldCropSchema>;
