import { defineStore } from 'pinia';
import { computed } from 'vue';
import type { DatasetId } from '../../shared/contract/schemas/dataset.ts';
import { isActive, type RunRequest } from '../../shared/contract/schemas/run.ts';
import type { FirstSteps } from '../../shared/contract/schemas/settings.ts';
import { presetFor } from '../../shared/model/presets/preset.ts';
import { quick } from '../../shared/model/presets/quick.ts';
import { useDatasets } from './datasets.ts';
import { isHere } from './draft-data.ts';
import { useModels } from './models.ts';
import { useRuns } from './runs.ts';
import { useSettings } from './settings.ts';

/** The steps in their order. */
export type FirstStepName = 'draw' | 'data' | 'train' | 'look';

const NOT_BEGUN: FirstSteps = { drawn: false, data: null, looked: false, closed: false };

/**
 * The way that Home offers to who is new: one drawing, data, one training, and another look with the model of their own. What can
 * be seen in the storage (data, runs) is not written down a second time; the rest is a setting.
 */
export const useFirstSteps = defineStore('first-steps', () => {
  const settings = useSettings();
  const datasets = useDatasets();
  const runs = useRuns();
  const models = useModels();

  const kept = computed(() => settings.firstSteps ?? NOT_BEGUN);
  /** Who has runs already when this is first asked knows the way. */
  const shown = computed(() => {
    if (settings.current === null || !runs.complete) return false;
    return settings.firstSteps === null ? runs.list.length === 0 : !settings.firstSteps.closed;
  });
  /** The data set that was chosen, there or on its way; null: none, or it is gone. */
  const data = computed(() => (kept.value.data === null ? null : (datasets.byId.get(kept.value.data) ?? null)));
  /** The newest run, in whatever state. */
  const run = computed(() => runs.list[0] ?? null);
  const going = computed(() => run.value !== null && isActive(run.value.status));
  /** The newest model of their own. */
  const model = computed(() => models.list.find(({ ref }) => runs.byId.get(ref)?.status === 'finished') ?? null);

  const done = computed<Readonly<Record<FirstStepName, boolean>>>(() => ({
    draw: kept.value.drawn,
    data: data.value !== null && isHere(data.value),
    train: model.value !== null && !going.value,
    look: kept.value.looked,
  }));
  const order: readonly FirstStepName[] = ['draw', 'data', 'train', 'look'];
  /** The first that is open; null: none is left. */
  const now = computed(() => order.find((step) => !done.value[step]) ?? null);

  const change = (step: Partial<FirstSteps>): Promise<void> =>
    settings.update({ firstSteps: { ...kept.value, ...step } });

  /** Trains Quick on the chosen data. Throws as `runs.start` does. */
  async function train(name: string): Promise<void> {
    if (data.value === null) return;
    const { model: spec, recipe } = presetFor(quick, data.value.task);
    const request: RunRequest = {
      version: 2,
      name,
      preset: quick.id,
      model: spec,
      data: { datasets: [data.value.id] },
      recipe,
    };
    await runs.start(request);
  }

  return {
    shown,
    data,
    run,
    going,
    model,
    done,
    now,
    train,
    chooseData: (id: DatasetId | null): Promise<void> => change({ data: id }),
    markDrawn: (): Promise<void> => change({ drawn: true }),
    markLooked: (): Promise<void> => change({ looked: true }),
    close: (): Promise<void> => change({ closed: true }),
    /** Offers the way once more, from its first step. */
    again: (): Promise<void> => settings.update({ firstSteps: NOT_BEGUN }),
  };
});
