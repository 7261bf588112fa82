import { z } from 'zod';
import { ERROR_CODES } from '../errors.ts';

export const errorCodeSchema = z.enum(ERROR_CODES);

/** ErrorData of ../errors.ts, as it is parsed when it is received. */
export const errorDataSchema = z.object({
  code: errorCodeSchema,
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  details: z.string().optional(),
});
