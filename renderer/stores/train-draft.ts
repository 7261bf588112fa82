import { defineStore } from 'pinia';
import { computed, ref, shallowReactive, shallowRef } from 'vue';
import type { ModelSpec } from '../../shared/contract/schemas/model.ts';
import type { Recipe } from '../../shared/contract/schemas/recipe.ts';
import type { DatasetId, DatasetInfo } from '../../shared/contract/schemas/dataset.ts';
import { toErrorData, type ErrorData } from '../../shared/contract/errors.ts';
import type { RunRequest, RunSpec } from '../../shared/contract/schemas/run.ts';
import type { Task } from '../../shared/contract/schemas/task.ts';
import { fitModel, fitRecipe } from '../../shared/model/fit-model.ts';
import { findPreset, PRESETS } from '../../shared/model/presets/index.ts';
import type { Preset } from '../../shared/model/presets/index.ts';
import { describeModelFor, type ModelInfo } from '../../shared/model/shapes.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import { joinTasks } from '../../shared/task/join.ts';
import type { FieldProblem, Problems } from '../ui/problems.ts';
import { useDatasets } from './datasets.ts';
import { kerasOptimizer } from './draft-fields.ts';
import type { DraftFields } from './draft-fields.ts';
import { fieldsFrom } from './fields-from.ts';
import { usePlan } from './plan.ts';
import { usePresets } from './presets.ts';
import { recipeFrom } from './recipe-from.ts';

/** Several runs that are started together: see `runs.startGroup`. */
export interface DraftGroup {
  readonly kind: 'seeds' | 'folds';
  readonly count: number;
}

/** Whether a run may begin with it: it is here, or is made ready from what is here by whoever needs it first. */
const isHere = ({ kind, status }: DatasetInfo): boolean =>
  kind === 'synthetic' || status.state === 'ready' || (status.state === 'working' && status.task !== 'download');

const isBuiltIn = (id: string | null): boolean => id !== null && findPreset(id) !== undefined;

/** What a model comes to on a task, or why it cannot be. */
function describeSafely(model: ModelSpec, task: Task): { info: ModelInfo | null; fault: ErrorData | null } {
  try {
    return { info: describeModelFor(task, model), fault: null };
  } catch (thrown) {
    return { info: null, fault: toErrorData(thrown) };
  }
}

const fitsTask = (model: ModelSpec, task: Task): boolean => describeSafely(model, task).fault === null;

const same = (a: ModelSpec, b: ModelSpec): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What the Train screen is filling in. It stays while one looks elsewhere, and goes with the window. */
export const useTrainDraft = defineStore('train-draft', () => {
  const datasets = useDatasets();
  const presets = usePresets();

  /** Null: model and recipe came from an earlier run, and are no preset's. */
  const presetId = ref<string | null>(PRESETS[0]!.id);
  /** As it was chosen, for whatever task. */
  const written = shallowRef<ModelSpec>(PRESETS[0]!.model);
  const fields = ref<DraftFields>(fieldsFrom(PRESETS[0]!.recipe));
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
  const available = computed(() => chosenInfos.value.reduce((sum, { trainCount }) => sum + trainCount, 0));
  /** A chosen set that cannot be used yet. The synthetic one is drawn by itself when it is needed. */
  const missing = computed(() => chosenInfos.value.find((set) => !isHere(set)) ?? null);

  /** What the chosen data come to, or why they do not go together. */
  const reads = computed<{ task: Task; error: ErrorData | null }>(() => {
    const tasks = chosenInfos.value.map((set) => set.task);
    try {
      return { task: tasks.length === 0 ? DIGITS : joinTasks(tasks), error: null };
    } catch (thrown) {
      return { task: tasks[0]!, error: toErrorData(thrown) };
    }
  });
  const task = computed(() => reads.value.task);
  /** The studio's own presets follow the data; a model of the user's stays as it is until they say otherwise. */
  const model = computed(() => (isBuiltIn(presetId.value) ? fitModel(written.value, task.value) : written.value));
  const described = computed(() => describeSafely(model.value, task.value));
  const info = computed(() => described.value.info);
  /** Why the model does not fit the data; null if it does. */
  const fault = computed(() => described.value.fault);
  /** Whether `fitToData` would mend that. */
  const fittable = computed(() => fault.value !== null && fitsTask(fitModel(written.value, task.value), task.value));

  /** Fields on screen whose text cannot be meant; `fields` holds what they were before it was typed. */
  const problems: Problems = shallowReactive(new Map<string, FieldProblem>());
  /** The one to mend first. */
  const problem = computed<FieldProblem | null>(() => [...problems.values()][0] ?? null);
  /** Choices that only validation can serve, made without any. */
  const unvalidated = computed(() => {
    const none = fields.value.validation === 'none';
    return { schedule: none && fields.value.schedule === 'plateau', earlyStopping: none && fields.value.earlyStopping };
  });
  const recipe = computed<Recipe>(() => recipeFrom(fields.value));
  const data = computed(() => ({
    datasets: [...chosen.value],
    ...(fields.value.limit === null ? {} : { limit: fields.value.limit }),
  }));
  /** Whether every field can be meant as it stands: else nothing of the draft is sent anywhere. */
  const valid = computed(() => problem.value === null && !Object.values(unvalidated.value).includes(true));
  const fits = computed(() => reads.value.error === null && fault.value === null);
  /** Whether nothing but the fields stands in the way of a start. */
  const startable = computed(() => fits.value && chosenInfos.value.length > 0 && missing.value === null);
  const ready = computed(() => valid.value && startable.value);
  const group = computed<DraftGroup | null>(() => {
    const { validation, folds, seeds } = fields.value;
    if (validation === 'fold') return { kind: 'folds', count: folds };
    return seeds > 1 ? { kind: 'seeds', count: seeds } : null;
  });
  const plan = usePlan(() => (ready.value ? { data: data.value, recipe: recipe.value } : null), available);

  /** The whole form is filled in anew: what could not be meant is gone. */
  function forgetTyped(): void {
    for (const { reset } of [...problems.values()]) reset();
  }

  /** What of the form is no preset's stays: how many images, which seed, how many seeds. */
  function takePreset(preset: Pick<Preset, 'id' | 'model' | 'recipe'>): void {
    forgetTyped();
    const { limit, seed, seeds } = fields.value;
    presetId.value = preset.id;
    written.value = preset.model;
    const own = isBuiltIn(preset.id) ? fitRecipe(preset.recipe, task.value) : preset.recipe;
    fields.value = { ...fieldsFrom(own), limit, seed, seeds };
  }

  /** Makes the chosen model fit the chosen data, as far as that goes. */
  function fitToData(): void {
    written.value = fitModel(written.value, task.value);
  }

  /** By the id of a built-in preset or of one of the user's own; another is left alone. */
  function choosePreset(id: string): void {
    const preset = findPreset(id) ?? presets.find(id);
    if (preset !== undefined) takePreset(preset);
  }

  /** Takes Keras's rate and decay for the new optimizer, unless the user had set some of their own. */
  function chooseOptimizer(optimizer: DraftFields['optimizer']): void {
    const [before, after] = [kerasOptimizer(fields.value.optimizer), kerasOptimizer(optimizer)];
    fields.value.optimizer = optimizer;
    for (const key of ['learningRate', 'weightDecay'] as const) {
      if (fields.value[key] === before[key]) fields.value[key] = after[key];
    }
  }

  function toggleDataset(id: DatasetId): void {
    const others = chosen.value.filter((other) => other !== id);
    picked.value = others.length < chosen.value.length ? (others.length > 0 ? others : chosen.value) : [...others, id];
  }

  /** This data set and no other. */
  const chooseDataset = (id: DatasetId): void => void (picked.value = [id]);

  /** Fills everything in as it was for an earlier run. */
  function takeFrom(spec: RunSpec): void {
    const preset = spec.preset === undefined ? undefined : (findPreset(spec.preset) ?? presets.find(spec.preset));
    forgetTyped();
    const known = preset !== undefined && same(fitModel(preset.model, spec.task), spec.model);
    presetId.value = known ? preset.id : null;
    written.value = spec.model;
    fields.value = { ...fieldsFrom(spec.recipe), limit: spec.data.limit ?? null };
    picked.value = spec.data.datasets;
    name.value = '';
  }

  /** Null while something is wrong or missing. `fallbackName` serves when the user gave none. */
  function spec(fallbackName: string): RunRequest | null {
    if (!ready.value) return null;
    const given = name.value.trim();
    return {
      version: 2,
      name: given === '' ? fallbackName : given,
      ...(presetId.value === null ? {} : { preset: presetId.value }),
      model: model.value,
      data: data.value,
      recipe: recipe.value,
    };
  }

  return {
    presetId,
    model,
    info,
    fault,
    fittable,
    task,
    dataError: computed(() => reads.value.error),
    fields,
    name,
    chosen,
    chosenInfos,
    available,
    missing,
    unvalidated,
    recipe,
    data,
    problems,
    problem,
    valid,
    startable,
    ready,
    group,
    plan,
    takePreset,
    fitToData,
    choosePreset,
    chooseOptimizer,
    toggleDataset,
    chooseDataset,
    takeFrom,
    spec,
  };
});
