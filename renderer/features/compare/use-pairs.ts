import { computed, ref, shallowRef, watch } from 'vue';
import { toErrorData } from '../../../shared/contract/errors.ts';
import type { ErrorData } from '../../../shared/contract/errors.ts';
import type { DatasetId } from '../../../shared/contract/schemas/dataset.ts';
import type { Compared as ComparedEvaluations, EvaluationInfo } from '../../../shared/contract/schemas/evaluation.ts';
import type { ComparedLine } from '../../../shared/runs/compared-lines.ts';
import { testOn, type TestSet } from '../../../shared/runs/tested-lines.ts';
import { useCorrections } from '../../stores/corrections.ts';
import { useEvaluations } from '../../stores/evaluations.ts';
import { useHost } from '../../stores/host.ts';
import { useLongWork } from '../evaluate/use-long-work.ts';
import type { Compared } from './use-compared.ts';

/** A line of one run, and what was kept of its model's reading of the test images; null: nothing yet. */
export interface EvaluatedLine {
  readonly line: ComparedLine;
  readonly evaluation: EvaluationInfo | null;
}

/** The evaluations behind the lines of one run, compared with each other; those that are missing are made on request. */
export function usePairs(compared: Compared) {
  const host = useHost();
  const evaluations = useEvaluations();
  const corrections = useCorrections();
  const { going, share, error: evaluateError, begin, cancel } = useLongWork();
  /** Which of the missing runs is being evaluated, from 1, and of how many. */
  const at = ref({ done: 0, n: 0, name: '' });

  /** Of the lines that are one run and were tested on the chosen images. */
  const lines = computed<EvaluatedLine[]>(() => {
    const set = compared.testSet.value;
    if (!set) return [];
    return compared.lines.value
      .filter(({ runs }) => runs.length === 1 && testOn(runs[0]!, set.key) !== null)
      .map((line) => ({ line, evaluation: evaluationOf(line, set) }));
  });
  /**
   * Of the weights that the run's test was of, and of a hand of the very state: after more epochs, for classes with other names, or of a hand
   * as it is by now, another one is due.
   */
  function evaluationOf({ runs: [run] }: ComparedLine, set: TestSet): EvaluationInfo | null {
    const classes = JSON.stringify(set.classes);
    return (
      evaluations.list.find(
        ({ model, dataset, part, state = '', only, count, task }) =>
          model.ref === run!.id &&
          model.weightsSha256 === run!.result?.weightsSha256 &&
          dataset.id === set.dataset &&
          part === 'test' &&
          state === set.state &&
          only === null &&
          count === set.n &&
          JSON.stringify(task.classes) === classes,
      ) ?? null
    );
  }
  const missing = computed(() => lines.value.filter(({ evaluation }) => evaluation === null).map(({ line }) => line));
  const evaluated = computed(() => lines.value.filter(({ evaluation }) => evaluation !== null));

  const result = shallowRef<ComparedEvaluations | null>(null);
  const error = shallowRef<ErrorData | null>(null);
  let asked = 0;
  const key = computed(() => evaluated.value.map(({ evaluation }) => evaluation!.id).join());
  /** Changes of labels change all numbers. */
  const labels = computed(() => corrections.byDataset.get(compared.testSet.value?.dataset ?? ''));
  watch([key, labels, () => host.connected], () => void load(), { immediate: true });
  async function load(): Promise<void> {
    const own = ++asked;
    const ids = key.value === '' ? [] : key.value.split(',');
    if (ids.length < 2) return void ([result.value, error.value] = [null, null]);
    if (!host.connected) return;
    try {
      const found = await host.call('evaluations.compareAll', { ids });
      if (own === asked) [result.value, error.value] = [found, null];
    } catch (thrown) {
      if (own === asked) [result.value, error.value] = [null, toErrorData(thrown)];
    }
  }
  /** The line of a place in the result; undefined for a moment while lines change. */
  const lineOf = (place: number): ComparedLine | undefined =>
    lines.value.find(({ evaluation }) => evaluation?.id === result.value?.items[place]?.id)?.line;

  const evaluateMissing = (): Promise<void> =>
    begin(async (ticket, signal) => {
      const wanted = missing.value;
      const { dataset, state } = compared.testSet.value!;
      const images = { dataset: dataset as DatasetId, part: 'test' as const, ...(state !== '' && { state }) };
      for (const [i, line] of wanted.entries()) {
        if (signal.aborted) return;
        at.value = { done: i + 1, n: wanted.length, name: line.name };
        await evaluations.start({ model: line.runs[0]!.id, ...images }, ticket, signal);
      }
    });

  return {
    lines,
    missing,
    evaluated,
    result,
    error,
    lineOf,
    going,
    share,
    at,
    evaluateError,
    evaluateMissing,
    cancel,
    load,
  };
}
export type Pairs = ReturnType<typeof usePairs>;
