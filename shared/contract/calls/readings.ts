import { z } from 'zod';
import { call } from '../define.ts';
import { penStrokesSchema } from '../schemas/hand.ts';
import { lineModelSchema, quartersSchema, readingSchema, readingWishSchema } from '../schemas/reading.ts';
import { handle } from './common.ts';

/** What is written in lines: codes, amounts, dates, pages of them. Nothing is kept. */
export const readingsCalls = {
  /**
   * How many pictures of pages are in a picked or uploaded file, each of which is read by a call of its own, so that a person sees the
   * first before the last is read and may stop between. As `paper.parts`, whose errors it throws.
   */
  'readings.parts': call(z.object({ handle }), z.number().int().positive()),
  /**
   * Reads one page of a file (`part`, from 0), or a drawing of one line. `classic`: reads it by single signs too, for comparison.
   * `looks`: with pictures of each step. `quarters`: the picture is turned so far to the right first; null: only if it reads much better so. Served while training, between steps. Throws `code-length` {length, check} for a code that there
   * is none of, `model-reads-signs` {name} for a model of single signs, `model-not-found`, and what keeps the file from being read (see
   * electron/formats/scans.ts).
   */
  'readings.read': call(
    readingWishSchema.extend({
      source: z.union([
        z.object({ handle, part: z.number().int().nonnegative().default(0) }),
        z.object({ strokes: penStrokesSchema }),
      ]),
      model: lineModelSchema,
      classic: z.boolean().default(true),
      looks: z.boolean().default(false),
      quarters: quartersSchema.nullable().default(null),
    }),
    readingSchema,
  ),
} as const;
