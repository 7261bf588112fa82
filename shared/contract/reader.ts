import { z } from 'zod';
import { call } from './define.ts';
import { stagedSchema } from './schemas/import.ts';
import { importedLayerSchema, modelOriginSchema } from './schemas/model-import.ts';
import { modelSpecSchema } from './schemas/model.ts';
import { errorDataSchema } from './schemas/error.ts';
import { fieldIdSchema, formFieldsSchema } from './schemas/form.ts';
import { sheetFileSchema, sheetReadingSchema, sheetWishSchema } from './schemas/paper.ts';
import { greySchema, pictureStepsSchema } from './schemas/picture.ts';
import { cleaningSchema, foundLineSchema, lookSchema, quadSchema, quartersSchema } from './schemas/reading.ts';
import { modelCardSchema } from './schemas/predict.ts';
import { runSchema } from './schemas/run.ts';
import { classNameSchema, frameSchema, framingSchema } from './schemas/task.ts';

/** One picture of a file: `part`, from 0, of several. */
const scanned = { path: z.string(), name: z.string(), part: z.number().int().nonnegative() };

/** A field as it was cut out of a page: see shared/forms/field-crop.ts. `inked`: the share of its box that is ink; `placed`: of the form's print around it that is seen. */
const cutFieldSchema = z.object({
  field: fieldIdSchema,
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  look: z.instanceof(Uint8Array),
  ink: z.instanceof(Uint8Array),
  inked: z.number(),
  placed: z.number(),
  line: foundLineSchema.nullable(),
});
export type CutField = z.infer<typeof cutFieldSchema>;

/**
 * The calls from a host to the reader: a separate process for files from outside, which may crash on them without harm
 * to anything else. It trusts paths: only a host speaks to it. Errors name the file by `name`, as its user knows it.
 */
export const readerCalls = {
  /**
   * A picture file of one sign, of any kind that is read (see electron/formats/pictures.ts), on its way into a frame. Throws
   * what `decodePicture` and `readWholeFile` throw, and `no-ink` {file}.
   */
  'picture.read': call(z.object({ path: z.string(), name: z.string(), frame: frameSchema }), pictureStepsSchema),
  /** How many pictures of pages are in a file, `most` of them: see `paper.parts`. Throws what `countScans` and `readWholeFile` throw. */
  'sheet.parts': call(
    z.object({ path: z.string(), name: z.string(), most: z.number().int().positive().optional() }),
    z.number().int().positive(),
  ),
  /** A picture of one page of a sheet: see `paper.read`. Throws what `decodeScan` and `readWholeFile` throw, and the sheet's own. */
  'sheet.read': call(z.object(scanned), sheetReadingSchema),
  /**
   * The lines of writing on one picture of a page (`part`, from 0), turned so far; `single`: the one with most ink alone. Throws what `decodeScan` and
   * `readWholeFile` throw.
   */
  'lines.find': call(
    z.object({
      path: z.string(),
      name: z.string(),
      part: z.number().int().nonnegative(),
      single: z.boolean(),
      looks: z.boolean(),
      quarters: quartersSchema.default(0),
    }),
    z.object({
      size: z.object({ width: z.number().int().positive(), height: z.number().int().positive() }),
      lines: z.array(foundLineSchema),
      cleaning: cleaningSchema,
      looks: z.array(lookSchema),
      /** Of cleaning and finding, without the file's decoding. */
      milliseconds: z.number(),
    }),
  ),
  /** A sheet to print: its signs are drawn with the system's fonts, which are files from outside too. */
  'sheet.write': call(sheetWishSchema.extend({ id: z.string().regex(/^[0-9a-f]{8}$/) }), sheetFileSchema),
  /**
   * A picture of an empty form, grey, and no larger than a template's scan may be: made small by `factor`. `print`: only one with so much print
   * that it is found again. Throws what `decodeScan` and `readWholeFile` throw, and `form-scan-poor` {file}.
   */
  'form.scan': call(
    z.object({ ...scanned, print: z.boolean() }),
    greySchema.extend({ factor: z.number().int().positive() }),
  ),
  /**
   * Finds a form on one page and cuts out its fields. `scan`: the file of the empty form's scan. Fields' places, and that of the line in
   * each, are in pixels of its crop; a line is null where nothing is written, or of a mark. `straight`: the page too, in the template's place and this many pixels along
   * its longer side. Throws what `decodeScan` and `readWholeFile` throw, `page-other-form` {file}, and `file-torn` {path}
   * for a scan of the empty form that is none any more.
   */
  'form.page': call(
    z.object({ ...scanned, scan: z.string(), fields: formFieldsSchema, straight: z.number().int().nullable() }),
    z.object({
      quality: z.number(),
      corners: quadSchema,
      fields: z.array(cutFieldSchema),
      straight: greySchema.nullable(),
    }),
  ),
  /**
   * The labelled pen strokes of a file, a folder or an archive (our JSON, Quick Draw's lines, UNIPEN), for a hand: as lines of JSON, each
   * what `hands.add` takes. `skipped`: drawings without ink. Throws what `labelledDrawing` throws, `record-invalid` {file, record} for one
   * that no hand holds, `strokes-none` {file}, and `hand-full` {most}.
   */
  'drawings.read': call(
    z.object({ path: z.string(), name: z.string() }),
    z.object({ lines: z.instanceof(Uint8Array), count: z.number().int(), skipped: z.number().int() }),
  ),
  /**
   * Reads a data set of the world and lays it down as raw bytes in a folder of the host's (see electron/formats/stage). Its
   * progress is told each second.
   */
  'data.stage': call(
    z.object({
      path: z.string(),
      folder: z.string(),
      choice: z.string().nullable(),
      takeFirst: z.boolean(),
      framing: framingSchema,
      /** What all of its pictures show, whatever their names and folders say; nothing else is read then. */
      label: classNameSchema.optional(),
    }),
    stagedSchema,
  ),
  /**
   * Unpacks a run that was exported as one file into an empty folder of the host's, after each file in it was compared with its hash (see
   * electron/formats/run-file). Gives its record. Its progress is told each second, in bytes. Throws as `runs.import` says.
   */
  'run.unpack': call(z.object({ path: z.string(), name: z.string(), folder: z.string() }), runSchema),
  /**
   * Unpacks a model that was exported as the studio's own file (see electron/formats/run-file) into an empty folder: a model folder then. Of what is none
   * it says whether it is a run, and unpacks nothing. Throws as `run.unpack` does.
   */
  'model.unpack': call(
    z.object({ path: z.string(), name: z.string(), folder: z.string() }),
    z.union([
      z.object({ kind: z.literal('model'), card: modelCardSchema }),
      z.object({ kind: z.enum(['run', 'other']) }),
    ]),
  ),
  /**
   * Reads a model of another program (see electron/formats/models). Where all of it can be taken, its weights are laid down in a
   * folder of the host's, as weights.safetensors. Throws what `models.inspect` throws. Its progress is told each second.
   */
  'model.stage': call(
    z.object({ path: z.string(), name: z.string(), folder: z.string() }),
    z.object({
      origin: modelOriginSchema,
      layers: z.array(importedLayerSchema),
      /** The names of classes that lie beside the model, in the order of its outputs. */
      labels: z.array(z.string()).nullable(),
      /** What can be imported; null where something stands in the way. Without a hash: the file has no weights. */
      model: z.object({ spec: modelSpecSchema, weightsSha256: z.string().nullable() }).nullable(),
      fault: errorDataSchema.nullable(),
    }),
  ),
} as const;

export const readerEvents = {
  /**
   * Images or drawings so far, and of how many, where the files say so: of `data.stage` and `drawings.read`. Told each second also
   * while nothing has changed: the process lives.
   */
  'data.progress': z.object({ done: z.number().int(), total: z.number().int().nullable() }),
} as const;

export type ReaderCalls = typeof readerCalls;
export type ReaderEvents = typeof readerEvents;
