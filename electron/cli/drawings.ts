import { z } from 'zod';

/** `--strokes`: drawings, each an array of strokes, each an array of [x, y] points, y downward, any scale. */
export const drawingsSchema = z.array(
  z.array(z.array(z.tuple([z.number(), z.number()]))).refine((strokes) => strokes.some((stroke) => stroke.length > 0)),
);
