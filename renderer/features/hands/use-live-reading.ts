import { computed, watch } from 'vue';
import type { ModelInfo, Prediction } from '../../../shared/contract/schemas/predict.ts';
import { frameOf } from '../../../shared/ink/frame.ts';
import { rasterize } from '../../../shared/ink/rasterize.ts';
import type { Drawing } from '../../../shared/ink/types.ts';
import { useModels } from '../../stores/models.ts';
import { createReader } from '../../stores/reader.ts';
import type { Sketch } from '../../stores/sketch.ts';
import { PAD } from './pad.ts';

/** What a model reads in a sketch while it grows; null: no model is there that could. */
export function useLiveReading(sketch: Sketch, model: () => ModelInfo | null, brush: () => number) {
  const models = useModels();
  const drawings = new WeakMap<Uint8Array, Drawing>();
  let read: Drawing | null = null;
  const reader = createReader(async (image, signal) => {
    const answer = await models.predict(model()!.ref, image, signal);
    read = drawings.get(image) ?? null;
    return answer;
  });

  const imageFor = (own: ModelInfo, drawing: Drawing): Uint8Array<ArrayBuffer> =>
    new Uint8Array(rasterize(drawing, { penWidth: brush(), frame: frameOf(own), sheet: PAD }));

  /** What is read in a drawing that is no longer on the pad; null where nothing can be. */
  async function readLater(drawing: Drawing): Promise<Prediction | null> {
    const own = model();
    const answer = own && (await models.predict(own.ref, imageFor(own, drawing)).catch(() => null));
    return answer?.items[0] ?? null;
  }

  watch([sketch.strokes, () => model()?.ref], ([drawing]) => {
    const own = model();
    if (own === null || drawing.length === 0) return reader.forget();
    const image = imageFor(own, drawing);
    drawings.set(image, drawing);
    reader.read(image);
  });

  /** The answer for what stands there now, if it has come. */
  const current = computed(() =>
    reader.reading.value !== null && read === sketch.strokes.value ? reader.reading.value : null,
  );
  return { reading: reader.reading, current, readLater };
}

export type LiveReading = ReturnType<typeof useLiveReading>;

/** The models that can read a hand's signs: those that have all its classes, the one that Draw reads with first, then the newest. */
export function modelsFor(
  classes: readonly string[],
  models: readonly ModelInfo[],
  preferred: string,
): readonly ModelInfo[] {
  const able = models.filter(({ task }) => classes.every((name) => task.classes.includes(name)));
  const rank = ({ ref, createdAt }: ModelInfo): number => (ref === preferred ? Infinity : createdAt);
  return able.sort((a, b) => rank(b) - rank(a));
}
