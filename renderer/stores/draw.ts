import { defineStore } from 'pinia';
import { computed, markRaw, onScopeDispose, ref, shallowRef, watch } from 'vue';
import { frameOf, MNIST_FRAME } from '../../shared/ink/frame.ts';
import { inkSteps } from '../../shared/ink/rasterize.ts';
import type { Drawing, InkSteps } from '../../shared/ink/types.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import { useEngine } from './engine.ts';
import { useHost } from './host.ts';
import { useModels } from './models.ts';
import { createPaced } from './paced.ts';
import { createPictureReader } from './picture-reader.ts';
import { createReader } from './reader.ts';
import { useSettings } from './settings.ts';
import { createSketch } from './sketch.ts';

/** The pad, in the sketch's units. */
const PAD = { x: 0, y: 0, width: 1, height: 1 };

/** The shortest time between two readings of a growing drawing, milliseconds. */
const LOOK_EVERY = 40;

/** The pad's drawing, or a picture in its place, and what the chosen model reads in it; Home and Draw show the same one. */
export const useDraw = defineStore('draw', () => {
  const settings = useSettings();
  const models = useModels();
  const engine = useEngine();
  const host = useHost();

  const sketch = markRaw(createSketch());
  /** The pen's width as a share of the pad's side: the setting, or what the slider says while it moves. */
  const brush = ref(settings.brush);
  watch(
    () => settings.brush,
    (kept) => (brush.value = kept),
  );
  /** The drawing on its way to what the model sees; null while nothing is drawn. */
  const ink = shallowRef<InkSteps | null>(null);

  /** The chosen model, or the starter when that one is gone. */
  const model = computed(() => models.byRef.get(settings.drawModel) ?? models.byRef.get('starter') ?? null);
  const classes = computed(() => (model.value?.task ?? DIGITS).classes);
  /** The images that the model reads. */
  const frame = computed(() => (model.value ? frameOf(model.value) : MNIST_FRAME));
  const reader = createReader((image, signal) => models.predict(model.value?.ref ?? 'starter', image, signal));

  const picture = createPictureReader({
    upload: async (file) =>
      host.call('files.upload', { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) }),
    read: (handle, signal) => host.call('pictures.read', { handle, model: model.value?.ref ?? 'starter' }, { signal }),
  });
  /** What the model sees; null while there is nothing to see. */
  const seen = computed(() => picture.steps.value?.image ?? ink.value?.image ?? null);
  const error = computed(() => reader.error.value ?? picture.error.value);
  const busy = computed(() => reader.busy.value || picture.busy.value);

  function look(): void {
    if (picture.steps.value) return reader.read(new Uint8Array(picture.steps.value.image));
    if (sketch.empty.value) return;
    const steps = inkSteps(sketch.strokes.value, { penWidth: brush.value, frame: frame.value, sheet: PAD });
    ink.value = steps;
    reader.read(new Uint8Array(steps.image));
  }

  const { soon: lookSoon, cancel: lookNoMore } = createPaced(look, LOOK_EVERY);
  onScopeDispose(lookNoMore);

  /** What was drawn last, though it was cleared since: other pages show what a model makes of it. */
  const lastDrawing = shallowRef<Drawing>([]);
  watch([sketch.strokes, brush], () => {
    if (!sketch.empty.value) {
      lastDrawing.value = sketch.strokes.value;
      picture.forget();
      return lookSoon();
    }
    lookNoMore();
    ink.value = null;
    if (picture.steps.value === null) reader.forget();
  });
  watch(
    () => model.value?.ref,
    () => {
      reader.forget();
      if (picture.steps.value) void picture.again().then(look);
      else lookSoon();
    },
  );
  // With another temperature it reads the same with other probabilities.
  host.on('model.changed', ({ ref }) => {
    if (ref === model.value?.ref) lookSoon();
  });
  // An engine that is available again can read what it could not before.
  watch(
    () => engine.unusable,
    (unusable) => {
      if (!unusable && reader.error.value !== null) lookSoon();
    },
  );

  /** Reads a picture in place of what is drawn, which can be brought back by undo. */
  async function readPicture(file: File): Promise<void> {
    sketch.clear();
    reader.forget();
    await picture.take(file);
    look();
  }

  /** Takes the picture away: the pad is empty again. */
  function removePicture(): void {
    picture.forget();
    reader.forget();
  }

  /** Whether there is a drawing or a picture to take away. */
  const clearable = computed(() => !sketch.empty.value || picture.steps.value !== null);

  /** Takes away what is on the pad: the picture, or else the drawing, which undo brings back. */
  function clear(): void {
    if (picture.steps.value !== null) removePicture();
    else sketch.clear();
  }

  /** Wakes the engine before the first stroke, so that it is read at once. What fails shows in the engine's status. */
  function warmUp(): void {
    if (engine.state === 'stopped') engine.start().catch(() => undefined);
  }

  return {
    sketch,
    lastDrawing,
    brush,
    ink,
    model,
    classes,
    frame,
    picture: picture.steps,
    seen,
    reading: reader.reading,
    error,
    busy,
    clearable,
    clear,
    readPicture,
    removePicture,
    readAgain: look,
    warmUp,
  };
});
