import { computed, ref, watch } from 'vue';
import type { LayerSpec } from '../../../../shared/contract/schemas/layer.ts';
import { activate, POINTWISE, type Pointwise } from '../../../../shared/learn/activation.ts';
import { channelOf } from '../../../../shared/learn/sliding.ts';
import { useLearn, type StandingLayer } from '../../../stores/learn.ts';
import { middleOf, within, type Cell } from '../cells.ts';
import { laidOut } from '../laid-out.ts';
import { mapOf, sumsOf } from '../layer-sums.ts';
import { useLayerNumbers, type NumbersOfLayer } from '../use-layer-numbers.ts';

const functionOf = (layer: LayerSpec): Pointwise | null =>
  'activation' in layer ? (POINTWISE.find((name) => name === layer.activation) ?? null) : null;

/** Layers whose sums before their activation are known here: an Activation gets them, the others are computed from their weights. */
const isShown = ({ layer, info }: StandingLayer): boolean =>
  layer.type === 'Activation' || layer.type === 'Conv2D' || (layer.type === 'Dense' && info.inputShape.length === 1);

/** What the model's first activation gets for the reader's image, and what a function makes of it. */
export function useActivation() {
  const learn = useLearn();
  /** The first that has a function of its own; else the first whose sums can be shown. */
  const standing = computed(() => {
    const shown = learn.layers.filter(isShown);
    return shown.find(({ layer }) => functionOf(layer) !== null) ?? shown[0] ?? null;
  });
  const { numbers, error } = useLayerNumbers(() => standing.value?.path ?? null);
  const own = computed(() => (standing.value ? functionOf(standing.value.layer) : null));
  const name = ref<Pointwise>('relu');
  watch(own, (now) => (name.value = now ?? 'relu'), { immediate: true });

  const channel = ref(0);
  const channels = computed(() =>
    standing.value?.info.outputShape.length === 3 ? standing.value.info.outputShape[2]! : 1,
  );
  watch(channels, (count) => (channel.value = Math.min(channel.value, count - 1)));

  /** The sums of the channel in sight, before the activation, as a picture. */
  const sums = computed(() => {
    if (numbers.value === null || standing.value === null) return null;
    const { outputShape } = standing.value.info;
    const values = beforeActivation(standing.value.layer, numbers.value, channel.value);
    if (outputShape.length === 1) return { values, ...laidOut(values.length) };
    return { values, rows: outputShape[0]!, columns: outputShape[1]! };
  });
  const answers = computed(() => sums.value?.values.map((z) => activate(name.value, z)) ?? new Float32Array());
  const place = ref<Cell>({ row: 0, column: 0 });
  watch(
    () => sums.value && `${sums.value.rows} ${sums.value.columns}`,
    () => sums.value && (place.value = middleOf(sums.value)),
  );
  const z = computed(() => {
    if (sums.value === null) return 0;
    const { row, column } = within(place.value, sums.value);
    return sums.value.values[row * sums.value.columns + column] ?? 0;
  });
  return { standing, error, own, name, channel, channels, sums, answers, place, z };
}

/** What comes to the activation: the layer's own sums, or what an Activation gets. */
function beforeActivation(layer: LayerSpec, numbers: NumbersOfLayer, channel: number): Float32Array {
  const { input } = numbers;
  return (
    sumsOf(layer, numbers, channel) ?? (input.shape.length === 3 ? channelOf(mapOf(input), channel) : input.values)
  );
}
