import { computed, ref, watch } from 'vue';
import type { LayerOf } from '../../../../shared/contract/schemas/layer.ts';
import { softmax } from '../../../../shared/evaluation/softmax.ts';
import { attend } from '../../../../shared/forward/attention.ts';
import { headOf, rowOf, scoresOf } from '../../../../shared/learn/attention.ts';
import { largest, products } from '../../../../shared/learn/dense.ts';
import { stepGrid } from '../../../../shared/model/step-grid.ts';
import { useLearn } from '../../../stores/learn.ts';
import { strongestOf, within, type Cell } from '../cells.ts';
import { useLayerNumbers } from '../use-layer-numbers.ts';

/** Patches of a weighted sum that are told one by one. */
const TOLD = 5;

/** One head of one of the model's encoder blocks on the reader's image: who looks at whom, and what comes of it. */
export function useAttention() {
  const learn = useLearn();
  const all = computed(() => learn.layers.filter(({ layer }) => layer.type === 'TransformerEncoder'));
  const wished = ref<string | null>(null);
  const standing = computed(() => all.value.find(({ info }) => info.name === wished.value) ?? all.value[0] ?? null);
  const layer = computed(() => (standing.value?.layer ?? null) as LayerOf<'TransformerEncoder'> | null);
  const { numbers, error } = useLayerNumbers(() => standing.value?.path ?? null, { inner: true });

  /** How the patches lie in the image. */
  const grid = computed(() => {
    if (learn.card === null || standing.value === null) return { rows: 1, columns: 1 };
    const { height, width } = stepGrid(learn.card.spec, standing.value.info.inputShape[0]!);
    return { rows: height, columns: width };
  });
  const wishedHead = ref(0);
  const head = computed({
    get: () => Math.min(wishedHead.value, (layer.value?.heads ?? 1) - 1),
    set: (index) => (wishedHead.value = index),
  });

  /** What every head has: queries, keys, values [heads, steps, size], and shares [heads, steps, steps]. */
  const told = computed(() => {
    const [q, k, v, a] = (['query', 'key', 'value', 'attention'] as const).map((name) => numbers.value?.inner(name));
    if (!q || !k || !v || !a) return null;
    const [heads, steps, size] = q.shape as [number, number, number];
    return { q, k, v, a, heads, steps, size };
  });
  const own = computed(() => {
    if (told.value === null) return null;
    const { q, k, v, a, heads, steps, size } = told.value;
    const rows = ({ values }: { readonly values: Float32Array }, width: number) =>
      headOf(values, [heads, steps, width], head.value);
    const [queries, keys, held] = [rows(q, size), rows(k, size), rows(v, size)];
    const mixed = attend({ q: queries.values, k: keys.values, v: held.values }, steps, 1);
    return { queries, keys, values: held, shares: rows(a, steps), mixed: { values: mixed, size }, steps, size };
  });

  /** The patch that looks, and the one that it is asked about. */
  const asking = ref<Cell>({ row: 0, column: 0 });
  const asked = ref<Cell>({ row: 0, column: 0 });
  const indexOf = (place: Cell): number => {
    const { row, column } = within(place, grid.value);
    return row * grid.value.columns + column;
  };
  const cellOf = (index: number): Cell => ({
    row: Math.floor(index / grid.value.columns),
    column: index % grid.value.columns,
  });
  const from = computed(() => indexOf(asking.value));
  const to = computed(() => indexOf(asked.value));
  const rowOfShares = (index: number): Float32Array =>
    own.value ? rowOf(own.value.shares, index) : new Float32Array();
  const shares = computed(() => rowOfShares(from.value));
  // A patch in the middle, and the one that it looks at most, until the reader points at others.
  watch(
    () => (own.value ? `${learn.model} ${standing.value?.info.name} ${grid.value.rows} ${grid.value.columns}` : null),
    (place) => {
      if (place === null) return;
      asking.value = { row: Math.floor(grid.value.rows / 2), column: Math.floor(grid.value.columns / 2) };
      asked.value = strongestOf(shares.value, grid.value);
    },
    { immediate: true },
  );

  /** The pair's product term by term, its score, and what softmax makes of it among all scores of the patch that looks. */
  const pair = computed(() => {
    if (own.value === null) return null;
    const { queries, keys, size } = own.value;
    const [query, key] = [rowOf(queries, from.value), rowOf(keys, to.value)];
    const scores = scoresOf(queries, keys, from.value);
    const terms = products(query, key);
    return {
      ...{ query, key, terms, size, score: scores[to.value]! },
      product: terms.reduce((sum, term) => sum + term, 0),
      share: softmax(scores, 0, scores.length)[to.value]!,
    };
  });
  /** What the patch takes along: of the patches that it looks at most their shares and values, and the sum over all. */
  const taken = computed(() => {
    if (own.value === null) return null;
    const { values, mixed } = own.value;
    const told = largest(shares.value, TOLD).map((index) => ({
      ...{ index, share: shares.value[index]!, values: rowOf(values, index) },
    }));
    const rest = 1 - told.reduce((sum, { share }) => sum + share, 0);
    return { told, rest: Math.max(0, rest), others: own.value.steps - told.length, sum: rowOf(mixed, from.value) };
  });
  /** What the patch looks at in each head, for their pictures. */
  const heads = computed(() => {
    if (told.value === null) return [];
    const { a, heads: count, steps } = told.value;
    return Array.from({ length: count }, (_, i) => rowOf(headOf(a.values, [count, steps, steps], i), from.value));
  });

  return {
    ...{
      all,
      standing,
      layer,
      error,
      wished,
      grid,
      head,
      own,
      heads,
      asking,
      asked,
      from,
      to,
      cellOf,
      shares,
      pair,
      taken,
    },
  };
}
