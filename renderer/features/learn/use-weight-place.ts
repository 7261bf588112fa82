import { computed, ref, watch } from 'vue';
import type { StandingLayer } from '../../stores/learn.ts';
import { useLearn } from '../../stores/learn.ts';
import { within, type Cell } from './cells.ts';
import { layoutOf, type WeightLayout } from './weight-layout.ts';

/** A layer's weight tensor, as an answer names it. */
export interface NamedTensor {
  readonly path: string;
  /** Within its layer. */
  readonly name: string;
  readonly shape: readonly number[];
}

/** Which weight of a layer the reader has chosen: the tensor, the unit or filter that it leads to, the channel, and the place there. */
export function useWeightPlace(standing: () => StandingLayer | null, tensors: () => readonly NamedTensor[]) {
  const learn = useLearn();
  const wished = ref('kernel');
  const tensor = computed(() => {
    const all = tensors();
    return all.find((one) => one.name === wished.value) ?? all[0] ?? null;
  });
  const name = computed({
    get: () => tensor.value?.name ?? '',
    set: (own) => (wished.value = own),
  });
  /** What comes before, but for a Dropout, which changes nothing outside training. */
  const before = computed(() => {
    const place = learn.layers.findIndex((one) => one === standing());
    const all = learn.layers.slice(0, Math.max(0, place)).filter(({ layer: { type } }) => type !== 'Dropout');
    return all.at(-1)?.info;
  });

  const [unit, channel] = [ref(0), ref(0)];
  /** How many there are of each: 1 where there is no choice. */
  const units = computed(() => (name.value === 'kernel' ? (tensor.value?.shape.at(-1) ?? 1) : 1));
  const channels = computed(() =>
    standing()?.layer.type === 'Conv2D' && name.value === 'kernel' ? (tensor.value?.shape[2] ?? 1) : 1,
  );
  watch([units, channels], () => {
    unit.value = Math.min(unit.value, units.value - 1);
    channel.value = Math.min(channel.value, channels.value - 1);
  });

  const layout = computed<WeightLayout | null>(() => {
    const own = standing();
    if (own === null || tensor.value === null) return null;
    const about = { layer: own.layer, shape: tensor.value.shape, name: name.value, before: before.value };
    return layoutOf(about, {
      unit: Math.min(unit.value, units.value - 1),
      channel: Math.min(channel.value, channels.value - 1),
    });
  });
  const place = ref<Cell>({ row: 0, column: 0 });
  const cell = computed(() => (layout.value ? within(place.value, layout.value) : place.value));
  /** Among the cells of the picture; the last of them where the picture has more. */
  const at = computed(() => {
    if (layout.value === null) return 0;
    return Math.min(cell.value.row * layout.value.columns + cell.value.column, layout.value.indices.length - 1);
  });
  /** In the tensor. */
  const index = computed(() => layout.value?.indices[at.value] ?? 0);
  const marks = computed(() => [{ ...cell.value, rows: 1, columns: 1 }]);
  return { tensor, name, unit, units, channel, channels, layout, place, at, index, marks };
}
