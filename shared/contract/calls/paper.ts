import { z } from 'zod';
import { call } from '../define.ts';
import { handIdSchema } from '../schemas/hand.ts';
import { sheetFileSchema, sheetReadingSchema, sheetWishSchema } from '../schemas/paper.ts';
import { handle } from './common.ts';

/**
 * Signs written on paper: a sheet to print, and a photograph or scan of it. Nothing is kept: what a review leaves of it goes
 * into a hand by `hands.add`, each image brought into the hand's frame by shared/paper/sample-in-frame.ts.
 */
export const paperCalls = {
  /** A PDF to be printed, with a name for it. Throws `sheet-too-long` {pages, limit}. */
  'paper.sheet': call(sheetWishSchema, sheetFileSchema),
  /**
   * How many pictures of pages are in a picked or uploaded file: of TIFF its pages, of PDF the JPEG pictures that scanners write, of
   * all others one. Throws `pdf-damaged`, `pdf-protected`, `scans-too-many` {most}, all with {file}, and what keeps the file from being read.
   */
  'paper.parts': call(z.object({ handle }), z.number().int().positive()),
  /**
   * Reads one of them (`part`, from 0), of one page: what is written in each box, for review. With `hand`, only a page that
   * was printed for it or for nobody. Throws `sheet-not-found`, `sheet-cut-off` {corners}, `sheet-several`, `sheet-too-small`
   * {width, needed}, `sheet-unreadable`, `sheet-newer`, `sheet-other-hand`, all with {file}, and what keeps the file from being read
   * (see electron/formats/pictures.ts).
   */
  'paper.read': call(
    z.object({ handle, hand: handIdSchema.nullish(), part: z.number().int().nonnegative().default(0) }),
    sheetReadingSchema,
  ),
} as const;
