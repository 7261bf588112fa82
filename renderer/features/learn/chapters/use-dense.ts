import { computed, ref, watch } from 'vue';
import type { LayerOf } from '../../../../shared/contract/schemas/model.ts';
import { largest, products, unitSum, weightsTo } from '../../../../shared/learn/dense.ts';
import { useLearn, type StandingLayer } from '../../../stores/learn.ts';
import { middleOf, within, type Cell } from '../cells.ts';
import { laidOutAfter } from '../laid-out.ts';
import { useLayerNumbers } from '../use-layer-numbers.ts';
import { mostOf } from '../value-colors.ts';

/** Terms of a sum that are told one by one. */
const TOLD = 6;

/** A Dense that takes one vector: of a sequence each step would have sums of its own. */
export const takesVector = ({ layer, info }: StandingLayer): boolean =>
  layer.type === 'Dense' && info.inputShape.length === 1;

/** One of the model's Dense layers on the reader's image: what comes in, the weights to one of its units, and the unit's sum. */
export function useDense() {
  const learn = useLearn();
  const all = computed(() => learn.layers.filter(takesVector));
  /** Null: the last one, whose sums are the logits. */
  const wished = ref<string | null>(null);
  const standing = computed(() => all.value.find(({ info }) => info.name === wished.value) ?? all.value.at(-1) ?? null);
  const isLast = computed(() => standing.value !== null && standing.value === all.value.at(-1));
  const layer = computed(() => (standing.value?.layer ?? null) as LayerOf<'Dense'> | null);
  const { numbers, error } = useLayerNumbers(() => standing.value?.path ?? null);

  const unit = ref(0);
  // The class that is read, until the reader chooses.
  const chosen = ref(false);
  watch(standing, () => (chosen.value = false));
  watch(
    [() => learn.reading?.index, isLast, chosen] as const,
    ([index, last, own]) => {
      if (!own) unit.value = last ? (index ?? 0) : 0;
    },
    { immediate: true },
  );
  function choose(now: number): void {
    [chosen.value, unit.value] = [true, now];
  }

  const inputs = computed(() => numbers.value?.input.values ?? new Float32Array());
  const before = computed(() => {
    const place = learn.layers.findIndex((one) => one === standing.value);
    // A Dropout between the two changes nothing outside training.
    return learn.layers
      .slice(0, place)
      .filter(({ layer: { type } }) => type !== 'Dropout')
      .at(-1)?.info;
  });
  const extent = computed(() => laidOutAfter(inputs.value.length, before.value));
  /** Where the inputs were several feature maps: how many places (the picture's rows) and channels (its columns). */
  const channels = computed(() => {
    const shape = before.value?.type === 'Flatten' ? before.value.inputShape : [];
    return shape.length === 3 && shape[2]! > 1 ? { places: extent.value.rows, channels: extent.value.columns } : null;
  });
  const dense = computed(() => {
    if (numbers.value === null || layer.value === null) return null;
    const { kernel, bias } = numbers.value.weights;
    return { kernel: kernel!.values, bias: bias?.values ?? null, units: layer.value.units };
  });
  /** Of every unit its sum, before an activation. */
  const sums = computed(() => {
    const own = dense.value;
    return own ? Array.from({ length: own.units }, (_, i) => unitSum(inputs.value, own, i)) : [];
  });
  const weights = computed(() =>
    dense.value ? weightsTo(dense.value, Math.min(unit.value, dense.value.units - 1)) : new Float32Array(),
  );
  const terms = computed(() => products(inputs.value, weights.value));
  const most = computed(() => ({
    input: mostOf(inputs.value),
    weight: mostOf(weights.value),
    term: mostOf(terms.value),
  }));

  /** The sum of the unit: its largest terms one by one, the others together, and the bias. */
  const sum = computed(() => {
    if (dense.value === null) return null;
    const told = largest(terms.value, TOLD).map((at) => ({
      ...{ at, a: inputs.value[at]!, w: weights.value[at]!, product: terms.value[at]! },
    }));
    const bias = dense.value.bias?.[unit.value] ?? 0;
    const total = sums.value[unit.value] ?? 0;
    const rest = total - bias - told.reduce((all, { product }) => all + product, 0);
    return { told, rest, others: terms.value.length - told.length, bias, total };
  });

  const place = ref<Cell>({ row: 0, column: 0 });
  watch(
    () => `${extent.value.rows} ${extent.value.columns}`,
    () => (place.value = middleOf(extent.value)),
    { immediate: true },
  );
  /** The input that is pointed at. */
  const at = computed(() => {
    const { row, column } = within(place.value, extent.value);
    return Math.min(row * extent.value.columns + column, inputs.value.length - 1);
  });
  function pointAt(index: number): void {
    place.value = { row: Math.floor(index / extent.value.columns), column: index % extent.value.columns };
  }
  return {
    ...{ all, standing, isLast, layer, error, wished, unit, choose, inputs, extent, channels },
    ...{ sums, weights, terms, most, sum, place, at, pointAt },
  };
}
