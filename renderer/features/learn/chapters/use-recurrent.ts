import { computed, ref, watch } from 'vue';
import type { LayerOf } from '../../../../shared/contract/schemas/layer.ts';
import { softmax } from '../../../../shared/evaluation/softmax.ts';
import { GATES, gateSum, settledAt, type Gate, type RecurrentCell } from '../../../../shared/learn/recurrent.ts';
import { largest } from '../../../../shared/learn/dense.ts';
import { useLearn } from '../../../stores/learn.ts';
import type { Cell } from '../cells.ts';
import { useLayerNumbers } from '../use-layer-numbers.ts';
import type { Quantity } from './recurrent-symbols.ts';

type Recurrent = LayerOf<'SimpleRNN' | 'LSTM' | 'GRU'>;

/** Terms of a sum that are told one by one. */
const TOLD = 6;
const NONE = new Float32Array();

/** One of the model's recurrent layers on the reader's image: what it forms at each step, and a unit's gate at one of them, term by term. */
export function useRecurrent() {
  const learn = useLearn();
  const all = computed(() => learn.layers.filter(({ layer }) => layer.type in GATES));
  const wished = ref<string | null>(null);
  const standing = computed(() => all.value.find(({ info }) => info.name === wished.value) ?? all.value[0] ?? null);
  const layer = computed(() => (standing.value?.layer ?? null) as Recurrent | null);
  const type = computed(() => layer.value?.type ?? 'GRU');
  const { numbers, error } = useLayerNumbers(() => standing.value?.path ?? null, { inner: true });

  /** Of a layer that runs both ways, the way from the last step to the first. */
  const wishedBack = ref(false);
  const backwards = computed(() => layer.value?.bidirectional === true && wishedBack.value);
  const units = computed(() => layer.value?.units ?? 1);
  const steps = computed(() => standing.value?.info.inputShape[0] ?? 1);
  const features = computed(() => standing.value?.info.inputShape[1] ?? 1);
  const inputs = computed(() => numbers.value?.input.values ?? NONE);
  /** What the layer gets is the image itself, row by row. */
  const isImage = computed(() => {
    const place = learn.layers.findIndex((one) => one === standing.value);
    return learn.layers.slice(0, place).every(({ layer: { type: before } }) => before === 'Reshape');
  });
  /** A quantity of every step and unit, [steps, units]. */
  const valuesOf = (name: Quantity): Float32Array => numbers.value?.inner(name, backwards.value)?.values ?? NONE;

  const step = ref(0);
  const unit = ref(0);
  /** The input that is pointed at. */
  const feature = ref(0);
  const gate = ref<Gate>('candidate');
  const shown = ref<Quantity>('hidden');
  const gates = computed<readonly Gate[]>(() => GATES[type.value]);
  // Another layer, or another model, has other places and other gates.
  watch(
    [steps, units, features, type] as const,
    ([rows, columns, width, cell]) => {
      step.value = Math.floor(rows / 2);
      unit.value = Math.min(unit.value, columns - 1);
      feature.value = Math.floor(width / 2);
      [shown.value, gate.value] = ['hidden', GATES[cell][0]];
    },
    { immediate: true },
  );
  function show(name: Quantity): void {
    shown.value = name;
    const own = gates.value.find((one) => one === name);
    if (own !== undefined) gate.value = own;
  }

  /** The places in the pictures of the input, of a quantity, and of the answers: all are at the same step. */
  const inputAt = computed<Cell>({
    get: () => ({ row: step.value, column: feature.value }),
    set: ({ row, column }) => ([step.value, feature.value] = [row, column]),
  });
  const unitAt = computed<Cell>({
    get: () => ({ row: step.value, column: unit.value }),
    set: ({ row, column }) => ([step.value, unit.value] = [row, column]),
  });

  const at = (values: Float32Array, row: number): number => values[row * units.value + unit.value] ?? 0;
  /** The step that was read before; none at the first. */
  const before = computed(() => {
    const row = backwards.value ? step.value + 1 : step.value - 1;
    return row < 0 || row >= steps.value ? null : row;
  });
  /** Of the unit: a quantity's value after the step, and after the one before it, 0 at first. */
  const now = (name: Quantity): number => at(valuesOf(name), step.value);
  const earlier = (name: Quantity): number => (before.value === null ? 0 : at(valuesOf(name), before.value));

  const cell = computed<RecurrentCell | null>(() => {
    const way = layer.value?.bidirectional ? (backwards.value ? 'backward/' : 'forward/') : '';
    const [kernel, recurrentKernel, bias] = ['kernel', 'recurrent_kernel', 'bias'].map(
      (name) => numbers.value?.weights[way + name]?.values,
    );
    if (!kernel || !recurrentKernel || !bias) return null;
    return { type: type.value, units: units.value, kernel, recurrentKernel, bias };
  });
  const row = (values: Float32Array, width: number, index: number | null): Float32Array =>
    index === null ? new Float32Array(width) : values.subarray(index * width, (index + 1) * width);

  /** The gate's sum: its largest terms one by one, the others together, the bias, and what they come to. */
  const sum = computed(() => {
    if (cell.value === null) return null;
    const x = row(inputs.value, features.value, step.value);
    const h = row(valuesOf('hidden'), units.value, before.value);
    const reset = type.value === 'GRU' ? now('reset') : 1;
    const whole = gateSum(cell.value, { gate: gate.value, unit: unit.value, reset }, x, h);
    const products = Float32Array.from([...whole.fromInput, ...whole.fromState]);
    const told = largest(products, TOLD).map((place) => {
      const ofState = place >= features.value;
      const index = ofState ? place - features.value : place;
      return {
        ...{ ofState, index, product: products[place]! },
        ...(ofState ? { value: h[index]!, weight: whole.u[index]! } : { value: x[index]!, weight: whole.w[index]! }),
      };
    });
    const rest = whole.total - whole.bias - told.reduce((all, { product }) => all + product, 0);
    return { told, rest, others: products.length - told.length, bias: whole.bias, total: whole.total };
  });

  /** What the model would read after each step, [steps, classes]; null where its other layers need more than a step's state. */
  const answers = computed(() => {
    const logits = numbers.value?.stopped;
    if (!logits) return null;
    const classes = logits.shape[1]!;
    const rows = Array.from({ length: steps.value }, (_, i) => softmax(logits.values, i * classes, classes));
    return {
      classes,
      values: Float32Array.from(rows.flatMap((one) => [...one])),
      settled: settledAt(logits.values, classes),
    };
  });

  return {
    ...{ all, standing, layer, type, error, wished, wishedBack, backwards, units, steps, features, inputs, isImage },
    ...{ step, unit, feature, gate, shown, show, valuesOf, inputAt, unitAt, now, earlier, sum, answers },
  };
}
