import type { ProbeSubject } from '../contract/schemas/run.ts';
import type { PredictedSpeed } from '../contract/schemas/speed.ts';

/** An image that is only read costs about a third of one that is trained on. */
export const READING = 1 / 3;

/** How many images an epoch has. */
export interface EpochImages {
  readonly trainCount: number;
  readonly validationCount: number;
  readonly replayCount?: number | undefined;
}

/** Seconds of an epoch at so many images a second, validation included. */
export const epochSeconds = ({ trainCount, validationCount, replayCount = 0 }: EpochImages, rate: number): number =>
  (trainCount + replayCount + READING * validationCount) / rate;

/** What a model's speed depends on, and nothing else: neither names nor what is chosen by chance. */
export function speedKey({ model, recipe, task }: ProbeSubject, engine: string | null): string {
  const { optimizer, batchSize, augmentation, labelSmoothing, gradientClip, ema } = recipe;
  const parts = [optimizer.name, batchSize, augmentation, labelSmoothing > 0, gradientClip.kind, ema !== null];
  return JSON.stringify([engine, task.inputShape, task.classes.length, model.layers, ...parts]);
}

/** How far a prediction was from what came: 0.1 is a tenth too long, -0.1 a tenth too short. Null without a real epoch. */
export function predictionError(
  predicted: Pick<PredictedSpeed, 'imagesPerSecond'>,
  images: EpochImages,
  epochs: readonly number[],
): number | null {
  const real = medianOf(epochs);
  return real === null || real <= 0 ? null : epochSeconds(images, predicted.imagesPerSecond) / real - 1;
}

/** Null of none. */
export function medianOf(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
