import { z } from 'zod';

/** The result of a learning-rate range test: rates grow geometrically, losses are smoothed. */
export const learningRateCurveSchema = z.object({
  points: z.array(z.object({ learningRate: z.number().positive(), loss: z.number() })),
  /** The rate at which the loss falls fastest; null if it never falls. */
  suggestion: z.number().positive().nullable(),
});

export type LearningRateCurve = z.infer<typeof learningRateCurveSchema>;
