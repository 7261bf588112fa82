import { defineStore } from 'pinia';
import { computed, markRaw, ref, shallowRef, watch } from 'vue';
import { inkSteps } from '../../shared/ink/rasterize.ts';
import type { InkSteps } from '../../shared/ink/types.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import { useEngine } from './engine.ts';
import { useModels } from './models.ts';
import { createReader } from './reader.ts';
import { useSettings } from './settings.ts';
import { createSketch } from './sketch.ts';

/** Shortest time between two looks at a growing drawing, milliseconds. */
const LOOK_EVERY = 40;

/** The pad's drawing and what the chosen model reads in it; Home and Draw show the same one. */
export const useDraw = defineStore('draw', () => {
  const settings = useSettings();
  const models = useModels();
  const engine = useEngine();

  const sketch = markRaw(createSketch());
  /** The pen's width as a share of the pad's side: the setting, or what the slider says while it moves. */
  const brush = ref(settings.brush);
  watch(
    () => settings.brush,
    (kept) => (brush.value = kept),
  );
  /** The drawing on its way to 28 x 28, as the model sees it; null while nothing is drawn. */
  const ink = shallowRef<InkSteps | null>(null);

  /** The chosen model, or the starter when that one is gone. */
  const model = computed(() => models.byRef.get(settings.drawModel) ?? models.byRef.get('starter') ?? null);
  const classes = computed(() => (model.value?.task ?? DIGITS).classes);
  const reader = createReader((image, signal) => models.predict(model.value?.ref ?? 'starter', image, signal));

  let timer: ReturnType<typeof setTimeout> | undefined;
  let lastLook = 0;

  function look(): void {
    lastLook = performance.now();
    if (sketch.empty.value) return;
    const steps = inkSteps(sketch.strokes.value, { penWidth: brush.value });
    ink.value = steps;
    reader.read(new Uint8Array(steps.image));
  }

  function lookSoon(): void {
    clearTimeout(timer);
    timer = setTimeout(look, Math.max(0, lastLook + LOOK_EVERY - performance.now()));
  }

  watch([sketch.strokes, brush], () => {
    if (!sketch.empty.value) return lookSoon();
    clearTimeout(timer);
    ink.value = null;
    reader.forget();
  });
  watch(
    () => model.value?.ref,
    () => {
      reader.forget();
      lookSoon();
    },
  );
  // An engine that came back answers what it could not before.
  watch(
    () => engine.unusable,
    (unusable) => {
      if (!unusable && reader.error.value !== null) lookSoon();
    },
  );

  /** Wakes the engine before the first stroke, so that it is read at once. What fails shows in the engine's status. */
  function warmUp(): void {
    if (engine.state === 'stopped') engine.start().catch(() => undefined);
  }

  return {
    sketch,
    brush,
    ink,
    model,
    classes,
    reading: reader.reading,
    error: reader.error,
    busy: reader.busy,
    readAgain: look,
    warmUp,
  };
});
