import { z } from 'zod';
import { nameSchema } from './name.ts';
import { greySchema } from './picture.ts';
import { classNameSchema } from './task.ts';

/** Paper that sheets are printed on. */
export const pageFormatSchema = z.enum(['a4', 'letter']);

/** Whose sheet it is: an id of a hand, coded in the sheet. */
export const sheetHandSchema = z.string().regex(/^[a-z0-9-]{1,24}$/);

/** Boxes side by side: more of them are smaller. */
export const columnsSchema = z.number().int().min(6).max(14);

/** What a sheet is to have. */
export const sheetWishSchema = z.object({
  /** The signs, in their order. */
  classes: z
    .array(classNameSchema)
    .min(1)
    .max(1000)
    .refine((names) => new Set(names).size === names.length, 'two signs of one name'),
  /** Boxes for each sign. */
  times: z.number().int().min(1).max(50).default(10),
  columns: columnsSchema.default(10),
  format: pageFormatSchema.default('a4'),
  /** Printed at the top; a hand's name. */
  title: nameSchema(80).nullable().default(null),
  hand: sheetHandSchema.nullable().default(null),
  /** Of the words on the sheet. */
  language: z.enum(['en', 'zh-CN']).default('en'),
});

/** A sheet to print: a PDF of one or more pages. */
export const sheetFileSchema = z.object({
  name: z.string(),
  bytes: z.instanceof(Uint8Array),
  pages: z.number().int().positive(),
});

/** `crossed`: its writer has struck it out, across its edges or all over. */
export const boxStateSchema = z.enum(['written', 'empty', 'crossed']);

/** One box of a sheet as it was found. */
export const sheetSampleSchema = z.object({
  /** The sign that the box is for. */
  label: classNameSchema,
  /** Where it lies, as shares of the straightened picture's width and height. */
  box: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }),
  state: boxStateSchema,
  /** What stands in it, cleaned of paper: `side` x `side` bytes, 0 paper to 255 ink, where it was written. */
  image: z.instanceof(Uint8Array),
});

/** What a photograph or scan of one page of a sheet shows. */
export const sheetReadingSchema = z.object({
  sheet: z.object({
    /** The same on all pages that were printed together. */
    id: z.string().regex(/^[0-9a-f]{8}$/),
    page: z.number().int().positive(),
    pages: z.number().int().positive(),
    hand: sheetHandSchema.nullable(),
    format: pageFormatSchema,
    /** The signs of this page, in their order. */
    classes: z.array(classNameSchema),
  }),
  /** How the picture was turned so that it stands upright, clockwise, in degrees. */
  turned: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
  /** Whether it was a mirror image, as some cameras save them; it has been turned back. */
  mirrored: z.boolean(),
  /** The page set straight, made small for showing: 0 black to 255 white. */
  picture: greySchema,
  /** Of the samples' images, in pixels. */
  side: z.number().int().positive(),
  /** Every box of the page, row by row. */
  samples: z.array(sheetSampleSchema),
});

export type PageFormat = z.infer<typeof pageFormatSchema>;
export type SheetWish = z.infer<typeof sheetWishSchema>;
export type SheetFile = z.infer<typeof sheetFileSchema>;
export type BoxState = z.infer<typeof boxStateSchema>;
export type SheetSample = z.infer<typeof sheetSampleSchema>;
export type SheetReading = z.infer<typeof sheetReadingSchema>;
