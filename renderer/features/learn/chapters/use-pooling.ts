import { computed, ref, watch } from 'vue';
import type { LayerOf } from '../../../../shared/contract/schemas/model.ts';
import { pool, pooled, pooledCells, type PoolKind } from '../../../../shared/learn/pooling.ts';
import {
  channelOf,
  outputSize,
  windowReach,
  windowStart,
  type FeatureMap,
  type Sliding,
} from '../../../../shared/learn/sliding.ts';
import { useLearn } from '../../../stores/learn.ts';
import { strongestOf, within, type Cell } from '../cells.ts';
import { useLayerNumbers } from '../use-layer-numbers.ts';

/** How the reader lets it pool: windows as long as their steps, which do not overlap. */
export interface PoolWish {
  readonly kind: PoolKind;
  readonly size: number;
}

/** The model's first pooling on the reader's image. */
export function usePooling() {
  const learn = useLearn();
  const standing = computed(() => learn.firstOf('MaxPooling2D', 'AveragePooling2D'));
  const layer = computed(() => (standing.value?.layer ?? null) as LayerOf<'MaxPooling2D' | 'AveragePooling2D'> | null);
  const { numbers, error } = useLayerNumbers(() => standing.value?.path ?? null);

  const own = computed<PoolWish | null>(
    () =>
      layer.value && { kind: layer.value.type === 'MaxPooling2D' ? 'max' : 'average', size: layer.value.poolSize[0] },
  );
  const wish = ref<PoolWish>({ kind: 'max', size: 2 });
  watch(own, (now) => (wish.value = now ?? wish.value), { immediate: true });
  const isOwn = computed(() => JSON.stringify(wish.value) === JSON.stringify(own.value));

  const map = computed<FeatureMap | null>(() => {
    if (numbers.value === null) return null;
    const { shape, values } = numbers.value.input;
    return { values, height: shape[0]!, width: shape[1]!, channels: shape[2]! };
  });
  const sliding = computed<Sliding>(() => {
    const { size } = wish.value;
    // Of its size alone the model's own may overlap, or differ along rows and columns.
    const like = layer.value !== null && size === layer.value.poolSize[0] ? layer.value : null;
    const poolSize = like?.poolSize ?? ([size, size] as const);
    return {
      size: poolSize,
      strides: like?.strides ?? poolSize,
      padding: like?.padding ?? 'valid',
      dilationRate: [1, 1],
    };
  });
  const channel = ref(0);
  watch(
    () => map.value?.channels,
    (count = 1) => (channel.value = Math.min(channel.value, count - 1)),
  );
  const size = computed(() => (map.value ? outputSize(map.value, sliding.value) : { rows: 0, columns: 0 }));
  const place = ref<Cell>({ row: 0, column: 0 });

  const seen = computed(() => (map.value ? channelOf(map.value, channel.value) : new Float32Array()));
  const output = computed(() =>
    map.value ? pooled(wish.value.kind, map.value, sliding.value, channel.value) : new Float32Array(),
  );
  const means = computed(() =>
    map.value ? pooled('average', map.value, sliding.value, channel.value) : new Float32Array(),
  );
  // A place with something to see to begin with: the window with the most in it.
  watch(
    size,
    (now, before) => {
      place.value = (before?.rows ?? 0) === 0 ? strongestOf(means.value, now) : within(place.value, now);
    },
    { immediate: true },
  );
  /** The window at the place: what lies under it, and what it comes to by either way. */
  const window = computed(() => {
    if (map.value === null || size.value.rows === 0) return null;
    const at = within(place.value, size.value);
    const cells = pooledCells(map.value, sliding.value, { ...at, channel: channel.value });
    const [max, average] = [pool('max', cells), pool('average', cells)];
    return { at, cells, max, average, value: wish.value.kind === 'max' ? max : average };
  });
  const marks = computed(() => {
    if (map.value === null || window.value === null) return [];
    return [{ ...windowStart(map.value, sliding.value, window.value.at), ...windowReach(sliding.value) }];
  });

  /** Points at the output whose window lies over a pixel of the map. */
  function pointAtInput({ row, column }: Cell): void {
    if (map.value === null) return;
    const first = windowStart(map.value, sliding.value, { row: 0, column: 0 });
    const { strides } = sliding.value;
    place.value = within(
      { row: Math.floor((row - first.row) / strides[0]), column: Math.floor((column - first.column) / strides[1]) },
      size.value,
    );
  }
  return {
    ...{ standing, error, wish, isOwn, own, map, sliding, channel },
    ...{ size, place, seen, output, window, marks, pointAtInput },
  };
}
