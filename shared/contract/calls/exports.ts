import { z } from 'zod';
import { call } from '../define.ts';
import { costSchema, exportFormatSchema, exportWeightsSchema, usageSchema, verifiedSchema } from '../schemas/export.ts';
import { modelRefSchema } from '../schemas/predict.ts';

/** What the window takes of an export, bytes: as much as `files.save` writes. */
export const MOST_EXPORTED_MODEL = 134_217_728;

/** Models for other programs. */
export const exportsCalls = {
  /**
   * A model in another format, for `files.save` or a download; a folder comes as a zip. It is loaded again by the format's own runtime
   * and compared with the studio's own answers on 1,000 images first: `verified`. Progress is told by `export.progress`; ends early when the
   * signal aborts. Throws `export-weights` {format, weights} for numbers that the format cannot hold, `export-differs` {format, difference,
   * differ}, `export-unread` {format, reason}, `export-too-large` {megabytes, limit}, `worker-crashed`, what `models.predict` throws,
   * storage errors; nothing is left then.
   */
  'exports.make': call(
    z.object({
      model: modelRefSchema,
      format: exportFormatSchema,
      weights: exportWeightsSchema.default('float32'),
      ticket: z.string().min(8).max(64),
    }),
    z.object({
      name: z.string(),
      bytes: z.instanceof(Uint8Array),
      verified: verifiedSchema,
      /** What rounded weights cost; null for full ones. */
      cost: costSchema.nullable(),
      usage: z.array(usageSchema),
    }),
  ),
} as const;
