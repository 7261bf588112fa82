import type { ProbeSubject } from '../contract/schemas/run.ts';
import type { EpochLog } from '../contract/schemas/run-log.ts';
import type { PredictedSpeed } from '../contract/schemas/speed.ts';

/** An image that is only read costs about a third of one that is trained on: the backward pass costs about twice the forward pass. */
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

/** What a real epoch took, as far as its log tells it. */
export type EpochTold = Pick<EpochLog, 'seconds' | 'validationSeconds'>;

/**
 * The median of real epochs beside the images that it is the time of: with validation where all logs tell what that took, as the prediction
 * has it, else of the training alone. Null without a real epoch.
 */
export function realEpoch(images: EpochImages, epochs: readonly EpochTold[]): RealEpoch | null {
  const isWhole = epochs.every(({ validationSeconds }) => validationSeconds !== undefined);
  const seconds = medianOf(
    epochs.map(({ seconds, validationSeconds = 0 }) => seconds + (isWhole ? validationSeconds : 0)),
  );
  if (seconds === null || seconds <= 0) return null;
  return { seconds, images: isWhole ? images : { ...images, validationCount: 0 } };
}

export interface RealEpoch {
  readonly seconds: number;
  readonly images: EpochImages;
}

/** How far a prediction was from what came: 0.1 is a tenth too long, -0.1 a tenth too short. */
export const predictionError = (
  { imagesPerSecond }: Pick<PredictedSpeed, 'imagesPerSecond'>,
  { seconds, images }: RealEpoch,
): number => epochSeconds(images, imagesPerSecond) / seconds - 1;

/** Null of none. */
export function medianOf(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
