import { shallowRef } from 'vue';
import type { LineReading, ReadingWish } from '../../shared/contract/schemas/reading.ts';
import type { ReadLine } from '../../shared/pad-page/predictor.ts';
import { lineInDrawing } from '../../shared/reading/line-in-drawing.ts';
import { lineReading } from '../../shared/reading/line-reading.ts';
import type { Sketch } from '../stores/sketch.ts';
import { useLooks } from './use-looks.ts';

/** Whatever is written: the page says what it reads, not what it should be. */
const WISH: ReadingWish = { kind: 'line', length: null, check: 'none', order: null };

/** What a line is read as, a moment after each change; null while nothing is drawn, and of numbers that overflow. */
export function useLineReading(sketch: Sketch, read: ReadLine) {
  const reading = shallowRef<LineReading | null>(null);

  function look(): number {
    const start = performance.now();
    const found = lineInDrawing(sketch.strokes.value);
    const answer = found && read(found.ink, found.width);
    const isNumber = answer?.logits.every(Number.isFinite) ?? false;
    reading.value = found && answer && isNumber ? lineReading(found, [answer], WISH, null) : null;
    return performance.now() - start;
  }
  useLooks(sketch, look, () => (reading.value = null));
  return reading;
}
