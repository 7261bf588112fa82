import { computed, ref, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import type { RunId } from '../../../shared/contract/schemas/run.ts';
import {
  comparedLines,
  comparedText,
  freeColor,
  MOST_LINES,
  parseCompared,
  type ComparedId,
  type ComparedLine,
} from '../../../shared/runs/compared-lines.ts';
import { testSetAt, testSetsOf } from '../../../shared/runs/tested-lines.ts';
import { t } from '../../i18n/index.ts';
import { useComparedRuns } from '../../stores/compared-runs.ts';
import { useRuns } from '../../stores/runs.ts';
import { AXES, type Axis, METRICS, type Metric } from './curves.ts';

export const COSTS = ['parameters', 'seconds', 'bytes'] as const;
export type Cost = (typeof COSTS)[number];

/** What is compared and how it is looked at; the address holds all of it, so that it can be kept and sent. */
export function useCompared() {
  const route = useRoute();
  const router = useRouter();
  const runs = useRuns();
  const store = useComparedRuns();

  const query = (name: string): string => (typeof route.query[name] === 'string' ? route.query[name] : '');
  const set = (changes: Readonly<Record<string, string | undefined>>): void =>
    void router.replace({ query: { ...route.query, ...changes } });
  /** One of several words in the address, the first where it says none of them. */
  function choice<Value extends string>(name: string, values: readonly Value[]) {
    return computed<Value>({
      get: () => values.find((value) => value === query(name)) ?? values[0]!,
      set: (value) => set({ [name]: value === values[0] ? undefined : value }),
    });
  }

  const ids = computed(() => parseCompared(query('runs')));
  const setIds = (list: readonly ComparedId[]): void => set({ runs: comparedText(list) });
  const apart = computed({
    get: () => query('apart') === '1',
    set: (on) => set({ apart: on ? '1' : undefined }),
  });
  /** A group's id stands for its runs; any other for a run, which the list need not have yet. */
  const wanted = computed(() => [
    ...new Set(ids.value.flatMap(({ id }) => runs.groups.get(id)?.map((run) => run.id) ?? [id])),
  ]);
  watch(
    () => wanted.value.join(),
    () => store.keep(wanted.value),
    { immediate: true },
  );
  const found = computed(() => comparedLines(ids.value, store.records, apart.value));
  const lines = computed(() => found.value.lines);
  const missing = computed(() => found.value.missing.filter((id) => store.missing.has(id)));

  const testSets = computed(() => testSetsOf(lines.value.map((line) => line.runs)));
  const testSet = computed(() => testSetAt(testSets.value, query('data')) ?? testSets.value[0]);
  /** The line that stays in front, and the one that the pointer is on meanwhile. */
  const kept = computed(() => lines.value.find(({ id }) => id === query('front'))?.id ?? null);
  const pointed = ref<RunId | null>(null);
  const front = computed(() => pointed.value ?? kept.value);
  const keepFront = (id: RunId): void => set({ front: kept.value === id ? undefined : id });

  const full = computed(() => lines.value.length >= MOST_LINES);
  function add(id: RunId): void {
    setIds([...ids.value, { id, color: freeColor(lines.value) }]);
  }
  /** All ids that a line came from. */
  const idsOf = (line: ComparedLine): Set<RunId> =>
    new Set([line.id, ...line.runs.flatMap(({ id, spec: { group } }) => [id, ...(group ? [group.id] : [])])]);
  function remove(line: ComparedLine): void {
    if (!apart.value) {
      const own = idsOf(line);
      return setIds(ids.value.filter(({ id }) => !own.has(id)));
    }
    setIds(lines.value.filter(({ id }) => id !== line.id));
  }
  /** Puts a line a place up (-1) or down (1); it keeps its colour. */
  function move(line: ComparedLine, by: -1 | 1): void {
    const order = lines.value.map(({ id, color }) => ({ id, color }));
    const from = lines.value.indexOf(line);
    const to = from + by;
    if (to < 0 || to >= order.length) return;
    [order[from], order[to]] = [order[to]!, order[from]!];
    // Other ids of the same line: seeds that were named one by one.
    const rest = ids.value.filter(({ id }) => order.every((one) => one.id !== id));
    setIds([...order, ...rest]);
  }
  const forgetMissing = (): void => setIds(ids.value.filter(({ id }) => !missing.value.includes(id)));

  return {
    lines,
    missing,
    loading: computed(() => store.loading),
    apart,
    full,
    front,
    kept,
    point: (id: RunId | null) => void (pointed.value = id),
    takeApart: () => void (apart.value = true),
    testSets,
    testSet,
    setTestSet: (id: string) => set({ data: id }),
    metric: choice<Metric>('metric', METRICS),
    axis: choice<Axis>('x', AXES),
    cost: choice<Cost>('cost', COSTS),
    keepFront,
    add,
    remove,
    move,
    forgetMissing,
  };
}
export type Compared = ReturnType<typeof useCompared>;

/** A line's name for a person: that of its run, or of a group with how many seeds. */
export const lineName = ({ name, runs }: ComparedLine): string =>
  runs.length > 1 ? t('compare.seeds', { name, n: runs.length }) : name;

/** Its colour and dash: more lines than colours begin again with dashes. */
export const lookOf = ({ color }: Pick<ComparedLine, 'color'>) => ({
  color: (((color - 1) % 5) + 1) as 1 | 2 | 3 | 4 | 5,
  dash: Math.floor((color - 1) / 5) as 0 | 1 | 2,
});
