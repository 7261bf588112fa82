import { z } from 'zod';
import { call } from '../define.ts';
import {
  BATCH_LIMITS,
  batchIdSchema,
  batchInfoSchema,
  batchPageSchema,
  decisionSchema,
  fieldCropSchema,
  fieldRefSchema,
  pageNumberSchema,
  reviewItemSchema,
  unreadableBatchSchema,
} from '../schemas/batch.ts';
import { formIdSchema } from '../schemas/form.ts';
import { handIdSchema, handInfoSchema, handNameSchema } from '../schemas/hand.ts';
import { nameSchema } from '../schemas/name.ts';
import { greySchema } from '../schemas/picture.ts';
import { readerGainSchema } from '../schemas/reader-gain.ts';
import { lineModelSchema } from '../schemas/reading.ts';
import { modelRefSchema } from '../schemas/run-id.ts';
import { handle, none } from './common.ts';

const ref = z.object({ id: batchIdSchema });
const count = z.number().int().min(1).max(BATCH_LIMITS.perCall);

/**
 * Filled forms, read with a template: a folder of pictures, or one file of pages, becomes a table. A batch is a folder of the storage
 * whose logs only grow: each page that was read and each decision is on the disk before it is told.
 */
export const batchesCalls = {
  /** Newest first, and those that cannot be read, with the reason: `file-torn`, `file-newer`, storage errors. */
  'batches.list': call(
    none,
    z.object({ batches: z.array(batchInfoSchema), unreadable: z.array(unreadableBatchSchema) }),
  ),
  /** Throws `batch-not-found` {id}, `file-torn`, `file-newer`; so the next ones. */
  'batches.get': call(ref, batchInfoSchema),
  /**
   * Begins to read a picked, dropped or uploaded folder or file. Throws `form-not-found`, `form-fieldless` {name}, `batch-no-pages` {path} where there is no picture,
   * `too-many-files` {path, most}, storage errors.
   */
  'batches.start': call(
    z.object({ form: formIdSchema, handle, name: nameSchema(120), model: lineModelSchema }),
    batchInfoSchema,
  ),
  /** Resolves when the page that is being read is kept. Throws `batch-not-running` {id}, `batch-held` {id, pid}. */
  'batches.pause': call(ref, batchInfoSchema),
  /** Goes on where it was; with `retry`, pages of which nothing was read are tried again. Throws `batch-running` {id}, `batch-held` {id, pid}. */
  'batches.resume': call(ref.extend({ retry: z.boolean().default(false) }), batchInfoSchema),
  'batches.rename': call(ref.extend({ name: nameSchema(120) }), batchInfoSchema),
  /** Moves it to the trash inside the storage, until the studio closes. Throws `batch-held` {id, pid}. */
  'batches.remove': call(ref, z.null()),
  'batches.restore': call(ref, batchInfoSchema),
  /** Pages in their order, from the `from`-th on; those that are not read yet are not among them. */
  'batches.pages': call(
    ref.extend({ from: pageNumberSchema.default(0), count, only: z.enum(['all', 'read', 'failed']).default('all') }),
    z.array(batchPageSchema.extend({ decisions: z.record(z.string(), decisionSchema) })),
  ),
  /**
   * Fields in the order of pages and of the form, those behind `after`: `open` are not sure and not decided, `unsure` decided or not.
   * `total`: of all there are, so many. Pages that are read meanwhile come behind those that stand, but those that are tried again.
   */
  'batches.review': call(
    ref.extend({
      show: z.enum(['open', 'unsure', 'decided', 'all']).default('open'),
      after: fieldRefSchema.nullable().default(null),
      count,
    }),
    z.object({ items: z.array(reviewItemSchema), total: z.number().int() }),
  ),
  /** The pictures of fields, in the order asked for; one that has none is left out. They are kept with the batch: the pages may be gone. */
  'batches.crops': call(
    ref.extend({ fields: z.array(fieldRefSchema).min(1).max(BATCH_LIMITS.perCall) }),
    z.array(fieldCropSchema),
  ),
  /** A page brought into the template's place, made small where it is large; read anew from its file. Throws `batch-page-not-found` {page}, and what keeps the file from being read. */
  'batches.picture': call(ref.extend({ page: pageNumberSchema }), greySchema),
  /** What fields are, all or none; null takes a decision back. Answers when it is on the disk. Throws `batch-page-not-found` {page}. */
  'batches.decide': call(
    ref.extend({
      decisions: z
        .array(fieldRefSchema.extend({ decision: decisionSchema.nullable() }))
        .min(1)
        .max(1000),
    }),
    batchInfoSchema,
  ),
  /**
   * The table as a file: a row a page, and for each field its value, what it rests on and its confidence. `open`: fields that are not sure and that nobody has
   * decided; their cells say so and hold no value. Throws `table-too-long` {most} for a spreadsheet of more rows than one holds.
   */
  'batches.table': call(
    ref.extend({ kind: z.enum(['csv', 'xlsx', 'json']), language: z.enum(['en', 'zh-CN']).default('en') }),
    z.object({ name: z.string(), bytes: z.instanceof(Uint8Array), open: z.number().int() }),
  ),
  /**
   * The signs of fields whose right text is known, into a hand, as a sitting of its own: of those that were decided, or of all that
   * count. `hand`: null makes a new one of this name. `leftOut`: fields of which it is not known where each sign stands, and what a hand that is
   * full has no room for. `holdOut`: every fourth page is kept from learning; `heldOut`: so many of the fields stand there. The batch remembers the hand. Throws `batch-held` {id, pid} while another host reads it.
   */
  'batches.signs': call(
    ref.extend({
      hand: handIdSchema.nullable(),
      name: handNameSchema,
      of: z.enum(['decided', 'all']).default('decided'),
      holdOut: z.boolean().default(false),
    }),
    z.object({
      hand: handInfoSchema.nullable(),
      added: z.number().int(),
      leftOut: z.number().int(),
      heldOut: z.number().int(),
    }),
  ),
  /**
   * Has two readers read the decided fields anew, from the pictures that are kept of them, and compares both with what a person said. What was decided is mostly
   * what the batch's reader was unsure of, so neither figure is that of a whole page. Throws what `readings.read` throws of models, `cancelled`.
   */
  'batches.gain': call(ref.extend({ before: modelRefSchema, after: modelRefSchema }), readerGainSchema),
  /** The lines of such fields with their right text, as a zip: a picture each (PNG, 32 pixels high, black on white), and lines.csv. */
  'batches.lines': call(
    ref.extend({ of: z.enum(['decided', 'all']).default('decided') }),
    z.object({ name: z.string(), bytes: z.instanceof(Uint8Array), count: z.number().int() }),
  ),
} as const;
