import { z } from 'zod';
import { ERROR_CODES } from '../errors.ts';

export const errorCodeSchema = z.enum(ERROR_CODES);

/** ErrorParams of ../errors.ts. */
export const wordParamsSchema = z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string()).readonly()]));

/** ErrorData of ../errors.ts, as it is parsed when it is received. */
export const errorDataSchema = z.object({
  code: errorCodeSchema,
  params: wordParamsSchema,
  details: z.string().optional(),
});
