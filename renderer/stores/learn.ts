import { defineStore } from 'pinia';
import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue';
import type { LayerSpec, LayerType } from '../../shared/contract/schemas/layer.ts';
import type { ModelCard, ModelRef } from '../../shared/contract/schemas/predict.ts';
import type { LessonModel } from '../../shared/contract/schemas/run-id.ts';
import type { LearnProgress } from '../../shared/contract/schemas/settings.ts';
import { syntheticDigit } from '../../shared/data/synthetic/digit.ts';
import { frameOf, MNIST_FRAME } from '../../shared/ink/frame.ts';
import { rasterize } from '../../shared/ink/rasterize.ts';
import { allPaths, layerAt, type LayerPath } from '../../shared/model/edit/layer-path.ts';
import type { LayerInfo } from '../../shared/model/info.ts';
import { describeModel } from '../../shared/model/shapes.ts';
import { stream } from '../../shared/random/random.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import { useDraw } from './draw.ts';
import { useEngine } from './engine.ts';
import { useHost } from './host.ts';
import { useModels } from './models.ts';
import { createPaced } from './paced.ts';
import { createReader } from './reader.ts';
import { useSettings } from './settings.ts';

/** The shortest time between two images of a growing drawing, milliseconds. */
const LOOK_EVERY = 40;
const PAD = { x: 0, y: 0, width: 1, height: 1 };
const NOT_BEGUN: LearnProgress = { model: 'starter', read: [], solved: [] };

/** A layer of the model that is looked at. */
export interface StandingLayer {
  readonly path: LayerPath;
  readonly layer: LayerSpec;
  readonly info: LayerInfo;
}

/** A five with its stroke across the top, as long as nobody has written anything. */
const EXAMPLE = syntheticDigit(stream(7, 'synthetic'), 5).drawing;

/**
 * What all chapters of the Learn room share: the image that the reader has drawn, or an example; the model; what it reads in the image; and how
 * far the reader has come, which is a setting.
 */
export const useLearn = defineStore('learn', () => {
  const settings = useSettings();
  const models = useModels();
  const engine = useEngine();
  const host = useHost();
  const draw = useDraw();

  const kept = computed(() => settings.learn ?? NOT_BEGUN);
  const change = (part: Partial<LearnProgress>): Promise<void> =>
    settings.update({ learn: { ...kept.value, ...part } });

  /** The model that the reader chose, for all chapters. */
  const own = computed(() => kept.value.model);
  /** The one that a chapter stands on in its place. */
  const lesson = ref<LessonModel | null>(null);
  const model = computed(() => lesson.value ?? own.value);
  const found = computed(() => models.cardOf(model.value));
  const card = computed(() => (found.value === null || 'error' in found.value ? null : found.value));
  /** Why the model cannot be looked at: `model-not-found` where it was deleted. */
  const fault = computed(() => (found.value !== null && 'error' in found.value ? found.value.error : null));
  watch([model, () => found.value === null], () => void models.fetchCard(model.value), { immediate: true });
  // What failed while the connection was lost is asked for again.
  host.onConnected(() => models.fetchCard(model.value));

  const layers = computed(() => (card.value === null ? [] : standingLayers(card.value)));
  /** The first layer of one of these types; null where the model has none. */
  const firstOf = (...types: readonly LayerType[]): StandingLayer | null =>
    layers.value.find(({ layer }) => types.includes(layer.type)) ?? null;

  const classes = computed(() => (card.value?.task ?? DIGITS).classes);
  const frame = computed(() => (card.value ? frameOf(card.value) : MNIST_FRAME));
  const drawn = computed(() => !draw.sketch.empty.value);

  const look = (): Uint8Array<ArrayBuffer> => {
    const options = { frame: frame.value, sheet: PAD };
    const strokes = draw.sketch.strokes.value;
    return new Uint8Array(
      drawn.value ? rasterize(strokes, { ...options, penWidth: draw.brush }) : rasterize(EXAMPLE, options),
    );
  };
  /** The image as the model gets it, height x width bytes of its frame. */
  const image = shallowRef(look());
  const { soon, cancel } = createPaced(() => (image.value = look()), LOOK_EVERY);
  onScopeDispose(cancel);
  watch([draw.sketch.strokes, () => draw.brush], soon);
  watch(frame, () => (image.value = look()));

  const reader = createReader((pixels, signal) => models.predict(model.value, pixels, signal));
  watch(
    [() => card.value?.weightsSha256, image, () => engine.unusable] as const,
    ([weights, pixels, unusable], [before]) => {
      if (weights !== before) reader.forget();
      if (weights !== undefined && !unusable) reader.read(pixels);
    },
    { immediate: true },
  );

  const isRead = (chapter: string): boolean => kept.value.read.includes(chapter);
  const isSolved = (chapter: string, tryOut: string): boolean => kept.value.solved.includes(`${chapter}/${tryOut}`);
  async function markRead(chapter: string): Promise<void> {
    if (!isRead(chapter)) await change({ read: [...kept.value.read, chapter] });
  }
  async function markSolved(chapter: string, tryOut: string): Promise<void> {
    if (!isSolved(chapter, tryOut)) await change({ solved: [...kept.value.solved, `${chapter}/${tryOut}`] });
  }

  return {
    ...{ own, lesson, model, card, fault, layers, firstOf, classes, frame, drawn, image },
    reading: reader.reading,
    choose: (ref: ModelRef): Promise<void> => change({ model: ref }),
    fetchAgain: (): Promise<void> => models.fetchCard(model.value),
    ...{ isRead, isSolved, markRead, markSolved },
  };
});

/** Every layer of a model, those inside blocks too, in the order in which they are read. */
export function standingLayers({ spec }: Pick<ModelCard, 'spec'>): readonly StandingLayer[] {
  const infos = describeModel(spec).layers;
  return allPaths(spec.layers).map((path) => ({
    path,
    layer: layerAt(spec.layers, path)!,
    info: infoAt(infos, path),
  }));
}

function infoAt(infos: readonly LayerInfo[], [place, ...rest]: LayerPath): LayerInfo {
  const info = infos[place!]!;
  return rest.length === 0 ? info : infoAt(info.layers, rest);
}
