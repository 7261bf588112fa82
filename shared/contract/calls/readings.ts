import { z } from 'zod';
import { call } from '../define.ts';
import { handIdSchema, handInfoSchema, handNameSchema, penStrokesSchema } from '../schemas/hand.ts';
import { readerGainSchema } from '../schemas/reader-gain.ts';
import {
  knownLineSchema,
  lineModelSchema,
  quartersSchema,
  readingSchema,
  readingWishSchema,
} from '../schemas/reading.ts';
import { modelRefSchema } from '../schemas/run-id.ts';
import { handle } from './common.ts';

/** A page of a file (`part`, from 0), or a drawing of one line. */
const source = z.union([
  z.object({ handle, part: z.number().int().nonnegative().default(0) }),
  z.object({ strokes: penStrokesSchema }),
]);

/** What is written in lines: codes, amounts, dates, pages of them. Nothing is kept but what is to be learnt. */
export const readingsCalls = {
  /**
   * How many pictures of pages are in a picked or uploaded file, each of which is read by a call of its own, so that a person sees the
   * first before the last is read and may stop between. As `paper.parts`, whose errors it throws.
   */
  'readings.parts': call(z.object({ handle }), z.number().int().positive()),
  /**
   * Reads one page of a file, or a drawing of one line. `classic`: reads it by single signs too, for comparison.
   * `looks`: with pictures of each step. `quarters`: the picture is turned so far to the right first; null: only if it reads much better so. Served while training, between steps. Throws `code-length` {length, check} for a code that there
   * is none of, `model-reads-signs` {name} for a model of single signs, `model-not-found`, and what keeps the file from being read (see
   * electron/formats/scans.ts).
   */
  'readings.read': call(
    readingWishSchema.extend({
      source,
      model: lineModelSchema,
      classic: z.boolean().default(true),
      looks: z.boolean().default(false),
      quarters: quartersSchema.nullable().default(null),
    }),
    readingSchema,
  ),
  /**
   * What a person has looked at, into a hand to learn from, as a sitting of its own: the signs of the lines, but for those of every fourth page, which
   * are kept to measure the gain. `hand`: null makes a new one of this name. `quarters`: as the page was read. The lines themselves are kept beside the hand; one that is there
   * already is passed over. `leftOut`: lines of which it is not known where each sign stands, that are not found in the picture any more, and what a full hand has no room for;
   * `heldOut`: lines of pages that are kept. Throws as `readings.read`, and what `hands.create` and `hands.add` throw.
   */
  'readings.signs': call(
    z.object({
      hand: handIdSchema.nullable(),
      name: handNameSchema,
      pages: z
        .array(
          readingWishSchema.extend({
            source,
            quarters: quartersSchema,
            lines: z.array(knownLineSchema).min(1).max(500),
          }),
        )
        .min(1)
        .max(500),
    }),
    z.object({
      hand: handInfoSchema.nullable(),
      added: z.number().int(),
      leftOut: z.number().int(),
      heldOut: z.number().int(),
    }),
  ),
  /** As `batches.gain`, on the lines that are kept beside these hands; where there are none, both parts are null. Throws `hand-not-found` {id}, too. */
  'readings.gain': call(
    z.object({ hands: z.array(handIdSchema).min(1).max(100), before: modelRefSchema, after: modelRefSchema }),
    readerGainSchema,
  ),
} as const;
