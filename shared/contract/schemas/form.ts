import { z } from 'zod';
import { hasCodes } from '../../reading/check-digits.ts';
import { momentSchema } from './moment.ts';
import { nameSchema } from './name.ts';
import { checkDigitSchema, dateOrderSchema, LONGEST_CODE } from './reading.ts';

/** `form-` and eight hex digits; also its folder's name. */
export const formIdSchema = z.string().regex(/^form-[0-9a-f]{8}$/);

/** What a template holds at most, and how far its scan is made small: pixels along a side. */
export const FORM_LIMITS = { fields: 200, side: 2400, leastSide: 200 } as const;

/** A field of a form, in the letters that a table's cells are found again by; never changed, whatever the field's name becomes. */
export const fieldIdSchema = z.string().regex(/^[a-z0-9]{1,16}$/);

/** What stands in a field. `mark`: a box that is ticked or left empty. */
export const fieldKindSchema = z.enum(['line', 'code', 'amount', 'date', 'mark']);

/** In pixels of the scan of the empty form. */
export const fieldBoxSchema = z.object({
  x: z.number().min(0).max(FORM_LIMITS.side),
  y: z.number().min(0).max(FORM_LIMITS.side),
  width: z.number().min(4).max(FORM_LIMITS.side),
  height: z.number().min(4).max(FORM_LIMITS.side),
});

/** A place on a form that somebody writes in. */
export const formFieldSchema = z
  .object({
    id: fieldIdSchema,
    name: nameSchema(80),
    kind: fieldKindSchema,
    /** Signs of a code; null: not a code. */
    length: z.number().int().min(1).max(LONGEST_CODE).nullable(),
    /** Of a code; `none` of all others. */
    check: checkDigitSchema,
    /** Of a date; null: each order in which there is such a day. */
    order: dateOrderSchema.nullable().default(null),
    box: fieldBoxSchema,
  })
  .refine(({ kind, length }) => (kind === 'code') === (length !== null), 'a code, and nothing else, has a length')
  .refine(
    ({ length, check }) => check === 'none' || (length !== null && hasCodes(check, length)),
    'no such check digit',
  );

export const formFieldsSchema = z
  .array(formFieldSchema)
  .max(FORM_LIMITS.fields)
  .refine((fields) => new Set(fields.map(({ id }) => id)).size === fields.length, 'two fields of one id');

/** The scan of the empty form, in pixels. */
const side = z.number().int().min(FORM_LIMITS.leastSide).max(FORM_LIMITS.side);
export const formSizeSchema = z.object({ width: side, height: side });

/** A template: form.json, version 1, beside scan.png, the grey scan of the empty form. */
export const formSchema = z.object({
  version: z.literal(1),
  id: formIdSchema,
  name: nameSchema(120),
  createdAt: momentSchema,
  changedAt: momentSchema,
  /** Counts the savings, from 1. */
  revision: z.number().int().positive(),
  size: formSizeSchema,
  fields: formFieldsSchema,
});

export type FormId = z.infer<typeof formIdSchema>;
export type FieldKind = z.infer<typeof fieldKindSchema>;
export type FieldBox = z.infer<typeof fieldBoxSchema>;
export type FormField = z.infer<typeof formFieldSchema>;
export type Form = z.infer<typeof formSchema>;
