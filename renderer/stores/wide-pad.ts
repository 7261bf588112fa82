import { defineStore } from 'pinia';
import { computed, markRaw, onScopeDispose, watch } from 'vue';
import type { PenStrokes } from '../../shared/contract/schemas/hand.ts';
import type { Reading } from '../../shared/contract/schemas/reading.ts';
import type { Drawing } from '../../shared/ink/types.ts';
import { useEngine } from './engine.ts';
import { useHost } from './host.ts';
import { createLatest } from './latest.ts';
import { createLineReviews } from './line-reviews.ts';
import { movedBy, penStrokes } from './pen-times.ts';
import { useReadWish } from './read-wish.ts';
import { createSketch } from './sketch.ts';

/** How much wider than high the pad is: nine signs of an amount stand on it. */
const WIDTH = 4;
/** Where a drawing that is brought from the single pad begins. */
const MARGIN = 0.15;
/** The shortest time between two readings of a growing line, milliseconds. */
const LOOK_EVERY = 60;

/** The line that is written on the wide pad, and what is read in it while it is written. */
export const useWidePad = defineStore('widePad', () => {
  const host = useHost();
  const engine = useEngine();
  const wishes = useReadWish();
  const sketch = markRaw(createSketch(WIDTH));

  const reader = createLatest<PenStrokes, Reading>((strokes, signal) => {
    const { kind, ...wish } = wishes.wish;
    const ofLine = kind === null || kind === 'page' ? 'line' : kind;
    return host.call('readings.read', { ...wish, kind: ofLine, source: { strokes } }, { signal });
  });
  /** What stands on the pad; null: nothing is read yet. */
  const line = computed(() => reader.answer.value?.lines[0] ?? null);
  const reviews = markRaw(createLineReviews());
  watch(reader.answer, reviews.reset);

  let timer: ReturnType<typeof setTimeout> | undefined;
  let lastLook = 0;
  function look(): void {
    lastLook = performance.now();
    if (!sketch.empty.value) reader.ask(penStrokes(sketch.strokes.value));
  }
  function lookSoon(): void {
    clearTimeout(timer);
    timer = setTimeout(look, Math.max(0, lastLook + LOOK_EVERY - performance.now()));
  }
  onScopeDispose(() => clearTimeout(timer));

  watch(sketch.strokes, () => {
    if (!sketch.empty.value) return lookSoon();
    clearTimeout(timer);
    reader.forget();
  });
  watch(() => wishes.wish, lookSoon);
  // An engine that is available again can read what it could not before.
  watch(
    () => engine.unusable,
    (unusable) => {
      if (!unusable && reader.error.value !== null) lookSoon();
    },
  );

  /** Takes over what was drawn on the single pad, as large as it is, in place of what stands here; undo takes it back. */
  function take(drawing: Drawing): void {
    const left = Math.min(...drawing.flatMap((stroke) => stroke.map(([x]) => x)));
    sketch.replace(movedBy(drawing, MARGIN - left));
  }

  return {
    sketch,
    reading: reader.answer,
    line,
    reviews,
    error: reader.error,
    busy: reader.busy,
    take,
    readAgain: look,
  };
});
