import { onScopeDispose, watch } from 'vue';
import type { Sketch } from '../stores/sketch.ts';

/** Reading takes no more than about this share of the time while one draws: it shares the page's one thread with the pen. */
const SHARE = 1 / 3;
/** The shortest time between two readings of a growing drawing, milliseconds. */
const LOOK_EVERY = 40;

/** Has `look` read a sketch a moment after each change, which says how long that took; `forget` when nothing is drawn any more. */
export function useLooks(sketch: Sketch, look: () => number, forget: () => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let next = 0;
  const start = (): void => {
    const now = performance.now();
    next = now + Math.max(LOOK_EVERY, look() / SHARE);
  };
  watch(sketch.strokes, () => {
    clearTimeout(timer);
    if (sketch.empty.value) forget();
    else timer = setTimeout(start, Math.max(0, next - performance.now()));
  });
  onScopeDispose(() => clearTimeout(timer));
}
