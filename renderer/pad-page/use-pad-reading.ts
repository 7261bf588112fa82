import { onScopeDispose, shallowRef, watch } from 'vue';
import { inkSteps } from '../../shared/ink/rasterize.ts';
import type { InkSteps } from '../../shared/ink/types.ts';
import type { PageModel, Predict } from '../../shared/pad-page/predictor.ts';
import type { Reading } from '../stores/reader.ts';
import type { Sketch } from '../stores/sketch.ts';

/** The pad, in the sketch's units. */
const PAD = { x: 0, y: 0, width: 1, height: 1 };
/** Reading takes no more than about this share of the time while one draws: it shares the page's one thread with the pen. */
const SHARE = 1 / 3;
/** The shortest time between two readings of a growing drawing, milliseconds. */
const LOOK_EVERY = 40;

/** What the model sees of a sketch and what it reads, a moment after each change; null while nothing is drawn. */
export function usePadReading(sketch: Sketch, brush: number, { classes, frame }: PageModel, predict: Predict) {
  const ink = shallowRef<InkSteps | null>(null);
  const reading = shallowRef<Reading | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let next = 0;

  function look(): void {
    const start = performance.now();
    ink.value = inkSteps(sketch.strokes.value, { penWidth: brush, frame, sheet: PAD });
    const probabilities = predict(ink.value.image);
    const milliseconds = performance.now() - start;
    next = start + Math.max(LOOK_EVERY, milliseconds / SHARE);
    const index = probabilities.indexOf(Math.max(...probabilities));
    // Numbers of a model that overflow say nothing.
    reading.value =
      index < 0 ? null : { index, label: classes[index]!, probabilities, known: null, outsider: null, milliseconds };
  }

  watch(sketch.strokes, () => {
    clearTimeout(timer);
    if (!sketch.empty.value) timer = setTimeout(look, Math.max(0, next - performance.now()));
    else ink.value = reading.value = null;
  });
  onScopeDispose(() => clearTimeout(timer));
  return { ink, reading };
}
