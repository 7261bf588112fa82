import { defineStore } from 'pinia';
import { computed, ref, shallowReactive, shallowRef, watch } from 'vue';
import type { Recipe } from '../../shared/contract/schemas/recipe.ts';
import type { DatasetId, DatasetInfo } from '../../shared/contract/schemas/dataset.ts';
import type { RunSpec } from '../../shared/contract/schemas/run.ts';
import type { HostCalls } from '../../shared/contract/calls.ts';
import type { CallOutput } from '../../shared/contract/define.ts';
import { findPreset, PRESETS } from '../../shared/model/presets/index.ts';
import { useDatasets } from './datasets.ts';
import { fieldsFrom, kerasRate, recipeFrom } from './draft-fields.ts';
import type { DraftFields } from './draft-fields.ts';
import { useHost } from './host.ts';

export type Plan = CallOutput<HostCalls, 'runs.plan'>;

/** Whether a run may begin with it: it is here, or is made ready from what is here by whoever needs it first. */
const isHere = ({ kind, status }: DatasetInfo): boolean =>
  kind === 'synthetic' || status.state === 'ready' || (status.state === 'working' && status.task !== 'download');

/** What the Train screen is filling in. It stays while one looks elsewhere, and goes with the window. */
export const useTrainDraft = defineStore('train-draft', () => {
  const host = useHost();
  const datasets = useDatasets();

  const presetId = ref(PRESETS[0]!.id);
  const preset = computed(() => findPreset(presetId.value) ?? PRESETS[0]!);
  const fields = ref<DraftFields>(fieldsFrom(preset.value.recipe));
  /** The user's own name for the run; empty: the screen makes one. */
  const name = ref('');
  /** What the user picked; null: nothing yet, so the best that is here is taken. */
  const picked = shallowRef<readonly DatasetId[] | null>(null);

  const chosen = computed<readonly DatasetId[]>(() => {
    const here = picked.value?.filter((id) => datasets.byId.has(id));
    if (here !== undefined && here.length > 0) return here;
    const { mnist } = datasets;
    return [mnist === null || isHere(mnist) ? 'mnist' : 'synthetic'];
  });
  const chosenInfos = computed(() => chosen.value.flatMap((id) => datasets.byId.get(id) ?? []));
  /** Images to train on, validation included, before any limit; 0 while a set was never counted. */
  const available = computed(() => chosenInfos.value.reduce((sum, info) => sum + info.trainCount, 0));
  /** A chosen set that cannot be used yet. The synthetic one is drawn by itself when it is needed. */
  const missing = computed(() => chosenInfos.value.find((info) => !isHere(info)) ?? null);

  /** Fields whose text is no valid value at this moment; their last good value still stands in `fields`. */
  const invalid = shallowReactive(new Set<string>());
  const recipe = computed<Recipe>(() => recipeFrom(fields.value));
  const data = computed(() => ({
    datasets: [...chosen.value],
    ...(fields.value.limit === null ? {} : { limit: fields.value.limit }),
  }));
  const ready = computed(() => invalid.size === 0 && chosenInfos.value.length > 0 && missing.value === null);

  const plan = shallowRef<Plan | null>(null);
  let asked = 0;
  watch(
    () => (ready.value && host.connected ? JSON.stringify([data.value, recipe.value, available.value]) : null),
    async (question) => {
      const own = ++asked;
      if (question === null) {
        plan.value = null;
        return;
      }
      // A plan that cannot be had is simply not shown; starting will say what is wrong.
      const answer = await host.call('runs.plan', { data: data.value, recipe: recipe.value }).catch(() => null);
      if (own === asked) plan.value = answer;
    },
    { immediate: true },
  );

  function choosePreset(id: string): void {
    presetId.value = id;
    fields.value = { ...fieldsFrom(preset.value.recipe), limit: fields.value.limit, seed: fields.value.seed };
  }

  /** Takes Keras's rate for the new optimizer, unless the user had set one of his own. */
  function chooseOptimizer(optimizer: DraftFields['optimizer']): void {
    const untouched = fields.value.learningRate === kerasRate(fields.value.optimizer);
    fields.value.optimizer = optimizer;
    if (untouched) fields.value.learningRate = kerasRate(optimizer);
  }

  function setValid(field: string, valid: boolean): void {
    if (valid) invalid.delete(field);
    else invalid.add(field);
  }

  function toggleDataset(id: DatasetId): void {
    const others = chosen.value.filter((other) => other !== id);
    picked.value = others.length < chosen.value.length ? (others.length > 0 ? others : chosen.value) : [...others, id];
  }

  /** Fills everything in as it was for an earlier run. */
  function takeFrom(spec: RunSpec): void {
    presetId.value = spec.preset !== undefined && findPreset(spec.preset) ? spec.preset : PRESETS[0]!.id;
    fields.value = { ...fieldsFrom(spec.recipe), limit: spec.data.limit ?? null };
    picked.value = spec.data.datasets;
    name.value = '';
  }

  /** Null while something is wrong or missing. `fallbackName` serves when the user gave none. */
  function spec(fallbackName: string): RunSpec | null {
    if (!ready.value) return null;
    const { id, model } = preset.value;
    const given = name.value.trim();
    return {
      version: 1,
      name: given === '' ? fallbackName : given,
      preset: id,
      model,
      data: data.value,
      recipe: recipe.value,
    };
  }

  return {
    presetId,
    preset,
    fields,
    name,
    chosen,
    chosenInfos,
    available,
    missing,
    recipe,
    ready,
    plan,
    choosePreset,
    chooseOptimizer,
    setValid,
    toggleDataset,
    takeFrom,
    spec,
  };
});
