import { z } from 'zod';
import { PAGE_STEPS } from '../../page/page.ts';
import { greySchema } from './picture.ts';
import { modelRefSchema } from './run-id.ts';
import { classNameSchema } from './task.ts';

/** What a line is to be: anything at all, a code of digits, a sum of money, a day; `page`: all lines of a page, each anything at all. */
export const readingKindSchema = z.enum(['line', 'code', 'amount', 'date', 'page']);

/** The rule that a code's last digit keeps (see shared/reading/check-digits.ts). */
export const checkDigitSchema = z.enum(['none', 'luhn', 'ean', 'isbn', 'resident-id']);

export const dateOrderSchema = z.enum(['day-month-year', 'month-day-year', 'year-month-day']);

/** No code has more signs. */
export const LONGEST_CODE = 40;

/** What is to be read. */
export const readingWishSchema = z.object({
  /** Null: `line` where the picture has one line, `page` where it has several. */
  kind: readingKindSchema.nullable().default(null),
  /** Of a code: how many signs it has; null: any number (with a check digit, any that the rule is for). */
  length: z.number().int().min(1).max(LONGEST_CODE).nullable().default(null),
  /** Of a code. */
  check: checkDigitSchema.default('none'),
  /** Of a date; null: each order in which there is such a day. */
  order: dateOrderSchema.nullable().default(null),
});

const share = z.number().min(0).max(1);

/** x to the right, y downward: pixels of the picture (see `quarters`), or units of the drawing, that was given. */
export const pointSchema = z.tuple([z.number(), z.number()]);

/** Corners clockwise, from where the writing's upper left one is: with a line that climbs it is turned. */
export const quadSchema = z.tuple([pointSchema, pointSchema, pointSchema, pointSchema]);

/** The same with sides along those of the picture. */
export const boxSchema = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });

/** One sign of a line. */
export const readSymbolSchema = z.object({
  /** One of the model's classes, by name; `?` for an empty box. */
  label: z.string(),
  box: boxSchema,
  quad: quadSchema,
  /** The probability of this sign in its place, the others being as they are. */
  confidence: share,
  /** The classes that may stand here, likeliest first, this one among them; few. */
  candidates: z.array(z.object({ label: z.string(), confidence: share })),
  /** One of the boxes or of a comb's places that signs are to be written in, with nothing in it. */
  empty: z.boolean(),
});

/** What the classic way makes of a line: segments cut apart, each read by a model of single signs, the best path among them. */
export const classicReadingSchema = z.object({
  text: z.string(),
  confidence: share,
  symbols: z.array(readSymbolSchema),
  /** Whether it is another text than the line model's. */
  differs: z.boolean(),
});

export const lineReadingSchema = z.object({
  /** As it is written, in the model's signs; of an amount without signs of money and closing marks. Empty: nothing of this kind stands there. */
  text: z.string(),
  /** The probability that the text is right, calibrated where the model has that for this kind. */
  confidence: share,
  /** Of those that are called so at most one in a hundred is wrong. All others are for a person to look at. */
  sure: z.boolean(),
  /** An amount as a decimal number (`1234.50`), a day as `2026-11-30`; null for other kinds, for none, and for a day that may be two. */
  value: z.string().nullable(),
  /** What else it may be, likeliest first; few. */
  alternatives: z.array(z.object({ text: z.string(), confidence: share, value: z.string().nullable() })),
  quad: quadSchema,
  /** Those of the text, in their order: their labels come to it. */
  symbols: z.array(readSymbolSchema),
  /** Null where it was not wished for, and for what is in too many pieces to be writing. */
  classic: classicReadingSchema.nullable(),
});

/** Turns of a picture to the right, by 90 degrees each. */
export const quartersSchema = z.literal([0, 1, 2, 3]);

/** What was done to a picture before its lines were read, beside taking the paper's light off. */
export const cleaningSchema = z.object({
  /** Ink was lighter than paper. */
  inverted: z.boolean(),
  /** The four sides of a photographed sheet were seen, and it was laid straight. */
  perspective: z.boolean(),
  /** By how many quarters the picture was turned to the right before all else: all places are in what it is then. */
  quarters: quartersSchema,
  /** By how many degrees the writing was turned back, clockwise where it climbed. */
  turned: z.number(),
  /** Rules, and sides of boxes, that were taken off. */
  rules: z.number().int(),
});

/**
 * A picture on its way to lines: its page's steps (see shared/page/page.ts), from `even` on 0 paper to 255 ink, and the lines as the model
 * sees them, one below the other.
 */
export const lookSchema = z.object({
  step: z.enum([...PAGE_STEPS, 'lines']),
  image: greySchema,
});

/** A line as a model may read it, and where it lies in the picture. */
export const lineLookSchema = z.object({
  /** 32 rows (LINE_HEIGHT) of `width` bytes, 0 paper to 255 ink. */
  ink: z.instanceof(Uint8Array),
  width: z.number().int().positive(),
  /** The corners of this image in the picture. */
  quad: quadSchema,
});

/** A line that was found in a picture. */
export const foundLineSchema = lineLookSchema.extend({
  /** The same line otherwise: with the rules left in, or the picture as a whole. What says most is read. */
  others: z.array(lineLookSchema),
  /** The boxes that it is written in, from left to right; none for a line that stands free. */
  cells: z.array(z.object({ quad: quadSchema, empty: z.boolean() })),
});

/** What one picture, one page of a file, or one drawing says. */
export const readingSchema = z.object({
  /** The one that was wished for, or that it was found to be. */
  kind: readingKindSchema,
  /** In pixels; null for a drawing. */
  size: z.object({ width: z.number().int().positive(), height: z.number().int().positive() }).nullable(),
  /** In the order of reading. None: there is no ink. */
  lines: z.array(lineReadingSchema),
  /** Null for a drawing. */
  cleaning: cleaningSchema.nullable(),
  /** On wish, in their order, made small for showing. */
  looks: z.array(lookSchema),
  /** Of cleaning and finding lines, of the line model, of the classic way. */
  milliseconds: z.object({ page: z.number(), model: z.number(), classic: z.number() }),
});

/**
 * A line of a reading that a person has looked at, and what stands there. `quad`: as it was read. `signs`: each with its place in the picture; null:
 * nobody can tell where each one stands.
 */
export const knownLineSchema = z.object({
  quad: quadSchema,
  text: z.string().trim().min(1).max(1000),
  signs: z
    .array(z.object({ label: classNameSchema, quad: quadSchema }))
    .max(1000)
    .nullable(),
});

/** A model of lines: the one that comes with the program if it is left out. */
export const lineModelSchema = modelRefSchema.default('line-reader');

export type CheckDigit = z.infer<typeof checkDigitSchema>;
export type DateOrder = z.infer<typeof dateOrderSchema>;
export type ReadingKind = z.infer<typeof readingKindSchema>;
export type ReadingWish = z.infer<typeof readingWishSchema>;
export type Quad = z.infer<typeof quadSchema>;
export type Box = z.infer<typeof boxSchema>;
export type ReadSymbol = z.infer<typeof readSymbolSchema>;
export type ClassicReading = z.infer<typeof classicReadingSchema>;
export type LineReading = z.infer<typeof lineReadingSchema>;
export type Cleaning = z.infer<typeof cleaningSchema>;
export type LineLook = z.infer<typeof lineLookSchema>;
export type KnownLine = z.infer<typeof knownLineSchema>;
export type FoundLine = z.infer<typeof foundLineSchema>;
export type Look = z.infer<typeof lookSchema>;
export type Reading = z.infer<typeof readingSchema>;
