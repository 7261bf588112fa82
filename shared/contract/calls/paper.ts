import { z } from 'zod';
import { call } from '../define.ts';
import { sheetFileSchema, sheetHandSchema, sheetReadingSchema, sheetWishSchema } from '../schemas/paper.ts';
import { handle } from './common.ts';

/** Signs written on paper: a sheet to print, and a photograph or scan of it. Nothing is kept. */
export const paperCalls = {
  /** A PDF to be printed, with a name for it. Throws `sheet-too-long` {pages, limit}. */
  'paper.sheet': call(sheetWishSchema, sheetFileSchema),
  /**
   * Reads a picked or uploaded picture of one page: what is written in each box, for review. With `hand`, only a page that
   * was printed for it or for nobody. Throws `sheet-not-found`, `sheet-cut-off` {corners}, `sheet-several`, `sheet-too-small`
   * {width, needed}, `sheet-unreadable`, `sheet-newer`, `sheet-other-hand`, all with {file}, and what keeps the file from being read
   * (see electron/formats/pictures.ts).
   */
  'paper.read': call(z.object({ handle, hand: sheetHandSchema.nullish() }), sheetReadingSchema),
} as const;
