import { defineStore } from 'pinia';
import { computed, ref, shallowReactive, shallowRef, watch } from 'vue';
import type { ModelSpec } from '../../shared/contract/schemas/model.ts';
import type { Recipe } from '../../shared/contract/schemas/recipe.ts';
import type { FineTuneRequest, RunRequest } from '../../shared/contract/schemas/run.ts';
import type { StudySpec } from '../../shared/contract/schemas/study.ts';
import { LIGHT, STRONG } from '../../shared/data/augment.ts';
import { fitModel } from '../../shared/model/fit-model.ts';
import { findPreset } from '../../shared/model/presets/index.ts';
import { without } from '../../shared/without.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import type { FieldProblem, Problems } from '../ui/problems.ts';
import { describeSafely, fitsTask } from './describe-model.ts';
import { useDraftData } from './draft-data.ts';
import { firstDocument, isBuiltIn, type DraftDocument } from './draft-document.ts';
import { fieldsOf } from './draft-fields.ts';
import type { DraftFields } from './draft-fields.ts';
import { useDraftFill } from './draft-fill.ts';
import { useDraftFineTune } from './draft-fine-tune.ts';
import { useDraftHistory } from './draft-history.ts';
import { searchOf, useDraftSearch } from './draft-search.ts';
import { followSize } from './fit-augmentation.ts';
import { keepDraft, readKeptDraft } from './kept-draft.ts';
import { usePlan } from './plan.ts';
import { recipeFrom } from './recipe-from.ts';

/** Several runs that are started together: see `runs.startGroup`. */
export interface DraftGroup {
  readonly kind: 'seeds' | 'folds';
  readonly count: number;
}

/** The form of the Train screen: it stays while other screens are open, and is kept for the next window. */
export const useTrainDraft = defineStore('train-draft', () => {
  const source = useDraftData();
  const { picked, wished, lines, chosen, infos, missing, task, readTask, available, reads } = source;

  const kept = readKeptDraft();
  const first = firstDocument(kept);
  const presetId = ref(first.presetId);
  const written = shallowRef<ModelSpec>(first.written);
  const fields = ref<DraftFields>(fieldsOf(first));
  [picked.value, wished.value, lines.value] = [first.picked, first.wished, first.lines];
  /** The user's own name for the run; empty: the screen makes one. */
  const name = ref(kept?.name ?? '');
  /** The images' size that the fields' pixels are for. */
  const sizedFor = shallowRef(kept?.sizedFor ?? DIGITS.inputShape);
  watch(
    () => (infos.value.length > 0 ? task.value.inputShape : null),
    (inputShape) => {
      if (inputShape === null || String(inputShape) === String(sizedFor.value)) return;
      const preset = findPreset(presetId.value ?? '');
      const known = [...(preset ? [preset.recipe.augmentation] : []), LIGHT, STRONG];
      Object.assign(fields.value, followSize(fields.value, known, { inputShape: sizedFor.value }, { inputShape }));
      sizedFor.value = inputShape;
    },
    { flush: 'sync', immediate: true },
  );
  /** The studio's own presets follow the data; a model of the user's stays as it is until they say otherwise. */
  const untrained = computed(() =>
    isBuiltIn(presetId.value) ? fitModel(written.value, readTask.value) : written.value,
  );
  const { tuning, known, tuned, from, watchSuggested, ...fineTune } = useDraftFineTune(source, fields);
  tuning.value = first.tuning;
  const model = computed(() => tuned.value?.model ?? untrained.value);
  /** What the run will read: a fine-tune that keeps its head has more classes than its data may have. */
  const runTask = computed(() => tuned.value?.task ?? readTask.value);
  const described = computed(() => describeSafely(model.value, runTask.value));
  const info = computed(() => described.value.info);
  /** Why the model does not fit the data; null if it does, or is not known yet. */
  const fault = computed(() => fineTune.fault.value ?? (known.value ? described.value.fault : null));
  /** Whether `fitToData` would mend that. */
  const fittable = computed(
    () =>
      tuning.value === null &&
      fault.value !== null &&
      fitsTask(fitModel(written.value, readTask.value), readTask.value),
  );

  /** Fields on screen whose text is invalid; `fields` holds their last valid values. */
  const problems: Problems = shallowReactive(new Map<string, FieldProblem>());
  /** The one to mend first. */
  const problem = computed<FieldProblem | null>(() => [...problems.values()][0] ?? null);
  /** Choices that only validation can serve, made without any. */
  const unvalidated = computed(() => {
    const none = fields.value.validation === 'none';
    return { schedule: none && fields.value.schedule === 'plateau', earlyStopping: none && fields.value.earlyStopping };
  });
  const recipe = computed<Recipe>(() => recipeFrom(fields.value, source.hands.value.length > 0));
  const data = computed(() => ({
    datasets: [...chosen.value],
    ...(fields.value.limit === null ? {} : { limit: fields.value.limit }),
    ...(source.transforms.value === undefined ? {} : { transforms: source.transforms.value }),
    ...(lines.value === null ? {} : { lines: lines.value }),
  }));
  const searched = useDraftSearch(
    first,
    () => {
      const run = { model: model.value, recipe: recipe.value, data: data.value };
      if (tuning.value === null) return run;
      return from.value === null ? null : { ...run, from: from.value };
    },
    () => available.value,
  );
  const { search } = searched;
  /** Whether every field is valid; otherwise nothing of the draft is sent. */
  const valid = computed(() => problem.value === null && !Object.values(unvalidated.value).includes(true));
  const fits = computed(() => reads.value.error === null && fault.value === null);
  /** Whether nothing but the fields stands in the way of a start. */
  const startable = computed(() => fits.value && infos.value.length > 0 && missing.value === null && known.value);
  const ready = computed(() => valid.value && startable.value);
  /** None in a search, whose trials are single runs. */
  const group = computed<DraftGroup | null>(() => {
    const { validation, folds, seeds } = fields.value;
    if (tuning.value !== null || searched.searching.value) return null;
    if (validation === 'fold') return { kind: 'folds', count: folds };
    return seeds > 1 ? { kind: 'seeds', count: seeds } : null;
  });
  const { plan, planStale } = usePlan(
    () =>
      ready.value
        ? { data: data.value, recipe: recipe.value, ...(from.value === null ? {} : { from: from.value }) }
        : null,
    available,
  );

  /** The whole form is filled in anew: drops invalid texts. */
  function forgetTyped(): void {
    for (const { reset } of [...problems.values()]) reset();
  }

  const read = (): DraftDocument => ({
    presetId: presetId.value,
    written: written.value,
    picked: picked.value,
    wished: wished.value,
    lines: lines.value,
    tuning: tuning.value,
    ...search.value,
    ...fields.value,
  });
  /** The name is no part of it: a text field has an undo of its own. */
  const { follow, ...history } = useDraftHistory<DraftDocument>(read, (document) => {
    forgetTyped();
    tuning.value = document.tuning;
    [presetId.value, written.value] = [document.presetId, document.written];
    [picked.value, wished.value, lines.value] = [document.picked, document.wished, document.lines];
    search.value = searchOf(document);
    // Last: the images' size may have changed, and these were the numbers for it.
    fields.value = fieldsOf(document);
  });
  watchSuggested(follow);
  watch(
    () => ({ name: name.value, sizedFor: sizedFor.value, document: read() }),
    (now) => keepDraft(now),
  );

  const fill = useDraftFill({
    ...{ presetId, written, fields, name, picked, wished, lines, tuning, task: readTask, signs: task, forgetTyped },
    fineTune: { beginWith: fineTune.beginWith, beginAs: fineTune.beginAs },
    clearSearch: searched.clearSearch,
  });

  const named = (fallbackName: string): string => name.value.trim() || fallbackName;

  /** Null while something is wrong or missing. `fallbackName` serves when the user gave none. */
  function spec(fallbackName: string): RunRequest | null {
    if (!ready.value) return null;
    return {
      version: 2,
      name: named(fallbackName),
      ...(presetId.value === null ? {} : { preset: presetId.value }),
      model: model.value,
      data: data.value,
      recipe: recipe.value,
    };
  }

  /** The study that a search would be; null while something is wrong or missing, or nothing is searched. */
  function studySpec(fallbackName: string): StudySpec | null {
    const run = spec(fallbackName);
    if (run === null) return null;
    // The layers are the trained model's own, of no preset.
    return searched.studyOf(from.value === null ? run : { ...without(run, 'preset'), from: from.value });
  }

  /** The same where it goes on from a trained model. */
  function fineTuneSpec(fallbackName: string): FineTuneRequest | null {
    if (!ready.value || from.value === null) return null;
    return { version: 2, name: named(fallbackName), data: data.value, recipe: recipe.value, from: from.value };
  }

  return {
    ...source,
    ...fineTune,
    ...history,
    ...searched,
    presetId,
    model,
    info,
    fault,
    fittable,
    runTask,
    tuning,
    tuned,
    from,
    dataError: computed(() => reads.value.error),
    fields,
    name,
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
    planStale,
    ...fill,
    spec,
    studySpec,
    fineTuneSpec,
  };
});
