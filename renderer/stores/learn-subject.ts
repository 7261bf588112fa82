import { computed, onScopeDispose, shallowRef, watch } from 'vue';
import type { LayerSpec, LayerType } from '../../shared/contract/schemas/layer.ts';
import type { ModelCard, ModelRef } from '../../shared/contract/schemas/predict.ts';
import { syntheticDigit } from '../../shared/data/synthetic/digit.ts';
import { frameOf, MNIST_FRAME } from '../../shared/ink/frame.ts';
import { rasterize } from '../../shared/ink/rasterize.ts';
import type { Drawing } from '../../shared/ink/types.ts';
import { allPaths, layerAt, type LayerPath } from '../../shared/model/edit/layer-path.ts';
import type { LayerInfo } from '../../shared/model/info.ts';
import { describeModel } from '../../shared/model/shapes.ts';
import { stream } from '../../shared/random/random.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import { useEngine } from './engine.ts';
import { useHost } from './host.ts';
import { useModels } from './models.ts';
import { createPaced } from './paced.ts';
import { createReader } from './reader.ts';

/** The shortest time between two images of a growing drawing, milliseconds. */
const LOOK_EVERY = 40;
const PAD = { x: 0, y: 0, width: 1, height: 1 };

/** A layer of the model that is looked at. */
export interface StandingLayer {
  readonly path: LayerPath;
  readonly layer: LayerSpec;
  readonly info: LayerInfo;
}

/** Strokes on the pad, in shares of its side; without a pen's width as thick as the frame has its ink. */
export interface Written {
  readonly strokes: Drawing;
  readonly penWidth?: number | undefined;
}

/** A five with its stroke across the top, as long as nobody has written anything. */
const EXAMPLE = syntheticDigit(stream(7, 'synthetic'), 5).drawing;

/** What a chapter looks at: a model, an image of what was written (null: an example), and what the model reads in it. */
export function createLearnSubject(model: () => ModelRef, written: () => Written | null) {
  const models = useModels();
  const engine = useEngine();
  const host = useHost();

  const found = computed(() => models.cardOf(model()));
  const card = computed(() => (found.value === null || 'error' in found.value ? null : found.value));
  /** Why the model cannot be looked at: `model-not-found` where it was deleted. */
  const fault = computed(() => (found.value !== null && 'error' in found.value ? found.value.error : null));
  watch([model, () => found.value === null], () => void models.fetchCard(model()), { immediate: true });
  // What failed while the connection was lost is asked for again.
  const fetchAgain = (): Promise<void> => models.fetchCard(model());
  onScopeDispose(host.onConnected(fetchAgain));

  const layers = computed(() => (card.value === null ? [] : standingLayers(card.value)));
  /** The first layer of one of these types; null where the model has none. */
  const firstOf = (...types: readonly LayerType[]): StandingLayer | null =>
    layers.value.find(({ layer }) => types.includes(layer.type)) ?? null;

  const classes = computed(() => (card.value?.task ?? DIGITS).classes);
  const frame = computed(() => (card.value ? frameOf(card.value) : MNIST_FRAME));
  const drawn = computed(() => written() !== null);

  const look = (): Uint8Array<ArrayBuffer> => {
    const options = { frame: frame.value, sheet: PAD };
    const { strokes, penWidth } = written() ?? { strokes: EXAMPLE };
    return new Uint8Array(rasterize(strokes, penWidth === undefined ? options : { ...options, penWidth }));
  };
  /** The image as the model gets it, height x width bytes of its frame. */
  const image = shallowRef(look());
  const { soon, cancel } = createPaced(() => (image.value = look()), LOOK_EVERY);
  onScopeDispose(cancel);
  watch(written, soon);
  watch(frame, () => (image.value = look()));

  const reader = createReader((pixels, signal) => models.predict(model(), pixels, signal));
  watch(
    [() => card.value?.weightsSha256, image, () => engine.unusable] as const,
    ([weights, pixels, unusable], [before]) => {
      if (weights !== before) reader.forget();
      if (weights !== undefined && !unusable) reader.read(pixels);
    },
    { immediate: true },
  );
  return { card, fault, layers, firstOf, classes, frame, drawn, image, reading: reader.reading, fetchAgain };
}

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
