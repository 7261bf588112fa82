import { shallowRef } from 'vue';
import { inkSteps } from '../../shared/ink/rasterize.ts';
import type { InkSteps } from '../../shared/ink/types.ts';
import type { PageModel, Predict } from '../../shared/pad-page/predictor.ts';
import type { Reading } from '../stores/reader.ts';
import type { Sketch } from '../stores/sketch.ts';
import { useLooks } from './use-looks.ts';

/** The pad, in the sketch's units. */
const PAD = { x: 0, y: 0, width: 1, height: 1 };

/** What the model sees of a sketch and what it reads, a moment after each change; null while nothing is drawn. */
export function usePadReading(sketch: Sketch, brush: number, { classes, frame }: PageModel, predict: Predict) {
  const ink = shallowRef<InkSteps | null>(null);
  const reading = shallowRef<Reading | null>(null);

  function look(): number {
    const start = performance.now();
    ink.value = inkSteps(sketch.strokes.value, { penWidth: brush, frame, sheet: PAD });
    const { probabilities, known, outsider } = predict(ink.value.image);
    const milliseconds = performance.now() - start;
    const index = probabilities.indexOf(Math.max(...probabilities));
    // Numbers of a model that overflow say nothing.
    reading.value = index < 0 ? null : { index, label: classes[index]!, probabilities, known, outsider, milliseconds };
    return milliseconds;
  }
  useLooks(sketch, look, () => (ink.value = reading.value = null));
  return { ink, reading };
}
