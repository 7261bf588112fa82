import type { Prediction, Predictions } from '../../shared/contract/schemas/predict.ts';
import { createLatest } from './latest.ts';

export interface Reading extends Prediction {
  /** Forward pass alone, in the trainer. */
  readonly milliseconds: number;
}

type Image = Uint8Array<ArrayBuffer>;

/** Reads a drawing of one sign while it grows (see createLatest); `forget` also where another model is to read. */
export function createReader(predict: (image: Image, signal: AbortSignal) => Promise<Predictions>) {
  const { answer, error, busy, ask, forget } = createLatest<Image, Reading>(async (image, signal) => {
    const { items, milliseconds } = await predict(image, signal);
    return { ...items[0]!, milliseconds };
  });
  return { reading: answer, error, busy, read: ask, forget };
}
