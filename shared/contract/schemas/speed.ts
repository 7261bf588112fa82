import { z } from 'zod';

/** How fast a model trains on this machine, by a probe of some seconds. */
export const speedSchema = z.object({
  imagesPerSecond: z.number(),
  /** Measured, warm-up aside. */
  seconds: z.number(),
  /** Half the width of the 95 % interval of the mean, as a share of it: 0.05 is ± 5 %. Null: too few steps were measured. */
  spread: z.number().nullable(),
  /** Seconds that each of the model's own layers takes of a batch, forward and backward, op by op. Null: it was not asked for. */
  layers: z.array(z.number()).nullable(),
});

/** What was expected of a run when it was started, from the last probe of the very same model, recipe and engine. */
export const predictedSpeedSchema = speedSchema.pick({ imagesPerSecond: true, spread: true });

export type Speed = z.infer<typeof speedSchema>;
export type PredictedSpeed = z.infer<typeof predictedSpeedSchema>;
