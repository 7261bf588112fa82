import { z } from 'zod';
import { call } from './define.ts';
import { foreignFormatSchema } from './schemas/export.ts';

/**
 * Reads images with an export, by the runtime of its format. `path`: its file or folder; the last one stays loaded. `images`: n x height x width
 * bytes, 0 paper to 255 ink. Gives the probabilities, float32, one image's after the other's. Throws `export-unread` {format, reason}.
 */
export const exportReadCall = call(
  z.object({
    format: foreignFormatSchema,
    path: z.string(),
    inputShape: z.tuple([z.number().int().positive(), z.number().int().positive(), z.number().int().positive()]),
    images: z.instanceof(Uint8Array),
  }),
  z.object({ values: z.instanceof(Uint8Array) }),
);
