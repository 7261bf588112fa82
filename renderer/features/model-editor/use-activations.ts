import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue';
import { toErrorData, type ErrorData } from '../../../shared/contract/errors.ts';
import type { LayerActivations } from '../../../shared/contract/schemas/activations.ts';
import { inkSteps } from '../../../shared/ink/rasterize.ts';
import { useDatasets } from '../../stores/datasets.ts';
import { useDraw } from '../../stores/draw.ts';
import { useEngine } from '../../stores/engine.ts';
import { useHost } from '../../stores/host.ts';
import { useModelEditor } from '../../stores/model-editor.ts';
import { datasetNames } from '../datasets/dataset-name.ts';

/** The model is asked when it has not changed for so long, milliseconds. */
const STILL = 350;
const PAD = { x: 0, y: 0, width: 1, height: 1 };

export interface SeenImage {
  readonly pixels: Uint8Array;
  /** Null: what was drawn last. */
  readonly dataset: string | null;
}

/** What each layer of the edited model makes of the digit that was drawn last, or else of one of a data set's. */
export function useActivations() {
  const host = useHost();
  const draw = useDraw();
  const engine = useEngine();
  const editor = useModelEditor();
  const datasets = useDatasets();

  /** Random weights though the model came from a trained one. */
  const random = ref(false);
  const found = shallowRef<readonly LayerActivations[]>([]);
  const error = shallowRef<ErrorData | null>(null);
  const busy = ref(false);
  const sample = shallowRef<SeenImage | null>(null);
  let asking: AbortController | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const size = computed(() => editor.present.task.inputShape);
  const drawn = computed<SeenImage | null>(() => {
    const [height, width] = size.value;
    if (draw.lastDrawing.length === 0) return null;
    const frame = { height, width, framing: 'centred' as const };
    const { image } = inkSteps(draw.lastDrawing, { penWidth: draw.brush, frame, sheet: PAD });
    return { pixels: new Uint8Array(image), dataset: null };
  });
  const image = computed(() => drawn.value ?? sample.value);

  /** A data set with images of the model's size, as far as one is here. */
  const source = computed(() =>
    datasets.list.find(
      ({ status, task, trainCount }) =>
        status.state === 'ready' && trainCount > 0 && String(task.inputShape) === String(size.value),
    ),
  );
  watch(
    () => [drawn.value === null, source.value?.id] as const,
    async ([wanted, id]) => {
      sample.value = null;
      if (!wanted || id === undefined) return;
      const preview = await host.call('datasets.preview', { id, count: 1 }).catch(() => null);
      const pixels = preview?.images.subarray(0, size.value[0] * size.value[1]);
      if (pixels && source.value?.id === id) sample.value = { pixels: pixels.slice(), dataset: datasetNames([id]) };
    },
    { immediate: true },
  );

  async function ask(): Promise<void> {
    const [spec, seen] = [editor.model, image.value];
    if (editor.info === null || seen === null) return;
    const own = (asking = new AbortController());
    busy.value = true;
    try {
      const from = random.value ? null : editor.origin;
      const answer = await host.call(
        'models.activations',
        { spec, from, image: new Uint8Array(seen.pixels) },
        { signal: own.signal },
      );
      if (asking === own) [found.value, error.value] = [answer, null];
    } catch (thrown) {
      const data = toErrorData(thrown);
      if (asking === own && data.code !== 'cancelled') [found.value, error.value] = [[], data];
    } finally {
      if (asking === own) busy.value = false;
    }
  }

  function stop(): void {
    clearTimeout(timer);
    asking?.abort();
    asking = null;
    busy.value = false;
  }

  watch(
    () =>
      [
        editor.info === null ? null : JSON.stringify(editor.model.layers),
        image.value,
        random.value,
        editor.origin,
        engine.unusable,
      ] as const,
    ([layers, seen, , , unusable]) => {
      stop();
      if (layers === null) found.value = [];
      if (layers === null || seen === null || unusable) return;
      timer = setTimeout(() => void ask(), STILL);
    },
    { immediate: true },
  );
  onScopeDispose(stop);

  const choose = (wanted: boolean): void => void (random.value = wanted);
  return { random, choose, found, error, busy, image };
}

export type Activations = ReturnType<typeof useActivations>;
