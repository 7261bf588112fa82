import { z } from 'zod';

/** What a learning-rate range test saw: rates grow geometrically, losses are smoothed. */
export const learningRateCurveSchema = z.object({
  points: z.array(z.object({ learningRate: z.number().positive(), loss: z.number() })),
  /** Where the loss falls fastest; null if it nowhere falls. */
  suggestion: z.number().positive().nullable(),
});

export type LearningRateCurve = z.infer<typeof learningRateCurveSchema>;
