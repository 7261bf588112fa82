import { watch } from 'vue';
import type { RunSummary } from '../../../shared/contract/schemas/run-summary.ts';
import { t, useFormat } from '../../i18n/index.ts';
import { useDatasets } from '../../stores/datasets.ts';
import { datasetNames } from '../datasets/dataset-name.ts';
import { presetNameOf } from '../train/preset-name.ts';

/**
 * All that is written about a run, in small letters, for the search: also the words by which it is called on screen. Made once for each
 * record, so that ten thousand are searched while one types.
 */
export function useRunWords(): (run: RunSummary) => string {
  const format = useFormat();
  const datasets = useDatasets();
  let known = new WeakMap<RunSummary, string>();
  /** Names of data sets, of which thousands of runs have a few. */
  let names = new Map<string, string>();
  function namesOf(ids: readonly string[]): string {
    const key = ids.join();
    const words = names.get(key) ?? datasetNames(ids);
    names.set(key, words);
    return words;
  }
  // Another language calls things otherwise, and a data set may get another name.
  watch(
    [format, () => [...datasets.byId.values()].map(({ name }) => name).join()],
    () => {
      known = new WeakMap();
      names = new Map();
    },
    { flush: 'sync' },
  );
  return (run) => {
    const before = known.get(run);
    if (before !== undefined) return before;
    const { id, spec, marks, status } = run;
    const words = [
      spec.name,
      id,
      ...(marks?.tags ?? []),
      marks?.notes ?? '',
      namesOf(spec.data.datasets),
      presetNameOf(spec),
      spec.model.name,
      t(`run.status.${status}`),
    ]
      .join('\n')
      .toLowerCase();
    known.set(run, words);
    return words;
  };
}
