import { ref, shallowRef } from 'vue';
import { toErrorData } from '../../shared/contract/errors.ts';
import type { ErrorData } from '../../shared/contract/errors.ts';
import type { Prediction, Predictions } from '../../shared/contract/schemas/predict.ts';

export interface Reading extends Prediction {
  /** Forward pass alone, in the trainer. */
  readonly milliseconds: number;
}

type Image = Uint8Array<ArrayBuffer>;

/**
 * Reads a drawing while it grows: one question is on its way at a time, the newest image waits, those between are
 * skipped. An answer for a drawing that was cleared, or from another model, is dropped.
 */
export function createReader(predict: (image: Image, signal: AbortSignal) => Promise<Predictions>) {
  const reading = shallowRef<Reading | null>(null);
  const error = shallowRef<ErrorData | null>(null);
  const busy = ref(false);

  let waiting: Image | null = null;
  let asking: AbortController | null = null;

  /** Asks for `image` as soon as the question before it is answered. */
  function read(image: Image): void {
    waiting = image;
    if (asking === null) void drain();
  }

  /** To be called when the drawing was cleared or earlier questions no longer count. */
  function forget(): void {
    waiting = null;
    asking?.abort();
    asking = null;
    reading.value = null;
    error.value = null;
    busy.value = false;
  }

  async function drain(): Promise<void> {
    const own = new AbortController();
    asking = own;
    busy.value = true;
    while (waiting !== null && asking === own) {
      const image: Image = waiting;
      waiting = null;
      try {
        const { items, milliseconds } = await predict(image, own.signal);
        if (asking !== own) return;
        reading.value = { ...items[0]!, milliseconds };
        error.value = null;
      } catch (thrown) {
        if (asking !== own) return;
        reading.value = null;
        error.value = toErrorData(thrown);
      }
    }
    if (asking === own) {
      asking = null;
      busy.value = false;
    }
  }

  return { reading, error, busy, read, forget };
}
