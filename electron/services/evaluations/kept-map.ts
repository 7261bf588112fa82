import { z } from 'zod';
import { MOST_MAPPED } from '../../../shared/contract/schemas/image-map.ts';

const column = <S extends z.ZodType>(value: S) => z.array(value).max(MOST_MAPPED);
const coordinates = column(z.number().min(0).max(1));

/** map.json, version 1, beside an evaluation's answers: where its images lie on a map. */
export const keptMapSchema = z
  .object({
    version: z.literal(1),
    /** The sha256 of the answers that it was made of. */
    answers: z.string(),
    /** In order. */
    rows: column(z.number().int().nonnegative()),
    x: coordinates,
    y: coordinates,
  })
  .refine(({ rows, x, y }) => x.length === rows.length && y.length === rows.length);

export type KeptMap = z.infer<typeof keptMapSchema>;
