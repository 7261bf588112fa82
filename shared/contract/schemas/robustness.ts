import { z } from 'zod';
import { count, interval, share } from './evaluation-numbers.ts';

/** What changes images step by step; the unit of `amount` is pixels of a 28-pixel image's side for `shift`, degrees for `rotation`. */
export const disturbanceSchema = z.enum(['rotation', 'shift', 'scale', 'noise', 'blur', 'thickness', 'contrast']);

/** How accuracy changes as images are changed more and more. */
export const robustnessCurveSchema = z.object({
  disturbance: disturbanceSchema,
  points: z.array(z.object({ amount: z.number(), right: count, n: count, accuracy: share, interval95: interval })),
});

export type Disturbance = z.infer<typeof disturbanceSchema>;
export type RobustnessCurve = z.infer<typeof robustnessCurveSchema>;
