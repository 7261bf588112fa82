import { computed, shallowRef, watch } from 'vue';
import type { Ref } from 'vue';
import type { DatasetId } from '../../shared/contract/schemas/dataset.ts';
import type { FineTune, RunFrom } from '../../shared/contract/schemas/fine-tune.ts';
import type { ModelCard, ModelRef } from '../../shared/contract/schemas/predict.ts';
import { fineTuneRecipe, learnHand } from '../../shared/runs/fine-tune-defaults.ts';
import { useDatasets } from './datasets.ts';
import { isHere, type useDraftData } from './draft-data.ts';
import type { DraftFields, NumberField } from './draft-fields.ts';
import { dustless, fieldsFrom } from './fields-from.ts';
import { useModels } from './models.ts';
import { tuneModel, type Tuning } from './tuned-model.ts';

/** The trained model that the Train screen's draft goes on from, if it does, and what that comes to on the chosen data. */
export function useDraftFineTune(data: ReturnType<typeof useDraftData>, fields: Ref<DraftFields>) {
  const models = useModels();
  const datasets = useDatasets();
  /** Null: new weights. */
  const tuning = shallowRef<Tuning | null>(null);

  const card = computed(() => (tuning.value === null ? null : models.cardOf(tuning.value.model)));
  const parent = computed(() => (card.value === null || 'error' in card.value ? null : card.value));
  watch(
    () => [tuning.value?.model, models.byRef] as const,
    ([ref]) => ref !== undefined && models.fetchCard(ref),
    { immediate: true },
  );
  /** Null while new weights are chosen, or the model is not known yet. */
  const tuned = computed(() =>
    tuning.value === null || parent.value === null ? null : tuneModel(parent.value, tuning.value, data.readTask.value),
  );
  /** Whether everything about what is gone on from is known. */
  const known = computed(() => tuning.value === null || tuned.value !== null);
  /** Why the chosen model cannot be gone on from. */
  const fault = computed(() => {
    if (card.value !== null && 'error' in card.value) return card.value.error;
    return tuned.value?.fault ?? null;
  });

  /**
   * Data that can be replayed: here, not trained on anyway, of the run's framing, with classes that the run has, and of the model's size, unless lines
   * are composed of them.
   */
  const replayable = computed<readonly DatasetId[]>(() => {
    const { value: run } = tuned;
    if (run === null || parent.value === null) return [];
    const ofLines = run.task.reads === 'line';
    const framing = run.head === 'keep' && !ofLines ? parent.value.framing : data.framing.value;
    const fits = datasets.list.filter(
      (info) =>
        isHere(info) &&
        info.framing === framing &&
        !data.chosen.value.includes(info.id) &&
        (ofLines || String(info.task.inputShape) === String(run.task.inputShape)) &&
        info.task.classes.some((name) => run.task.classes.includes(name)),
    );
    return fits.map(({ id }) => id);
  });
  const replayed = computed<readonly DatasetId[]>(() => {
    const wish = tuning.value?.replay ?? null;
    if (wish !== null) return wish.filter((id) => replayable.value.includes(id));
    // Of what it can read, the most: rather what the line of models began with than a hand that one of them has learnt.
    const tests = testsOf(parent.value, tuning.value?.model);
    const count = (id: DatasetId): number => datasets.byId.get(id)?.trainCount ?? 0;
    const tested = replayable.value.filter((id) => tests.includes(id));
    return tested.sort((a, b) => count(b) - count(a)).slice(0, 1);
  });
  const share = computed(() => dustless(fields.value.replayPercent / 100));

  /** What the host is asked for. */
  const from = computed<FineTune | null>(() => {
    const { value: run } = tuned;
    if (tuning.value === null || run === null) return null;
    const rates = {
      ...tuning.value.rates,
      ...(fields.value.featuresRate !== 1 && run.freeze !== 'features' && { features: fields.value.featuresRate }),
      ...(fields.value.headRate !== 1 && { head: fields.value.headRate }),
    };
    return {
      model: tuning.value.model,
      freeze: run.freeze,
      head: run.head,
      ...(Object.keys(rates).length > 0 && { rates }),
      ...(replayed.value.length > 0 && { replay: { datasets: [...replayed.value], share: share.value } }),
    };
  });

  /** The numbers that suit the chosen model and data. */
  const suggested = computed<Partial<Record<NumberField, number>>>(() => {
    const { recipe, from } = learnHand({
      model: tuning.value?.model ?? 'starter',
      known: parent.value?.task ?? data.readTask.value,
      hand: data.readTask.value,
      images: Math.min(fields.value.limit ?? Infinity, data.available.value),
      original: replayed.value[0] ?? null,
    });
    const percent = from.replay && dustless(100 * from.replay.share);
    return {
      epochs: recipe.epochs,
      learningRate: recipe.optimizer.learningRate,
      headRate: from.rates?.['head'] ?? 1,
      ...(percent !== undefined && { replayPercent: percent }),
    };
  });
  /** From now on numbers that the user has not changed follow the model and the data; `follow` carries such a change out. */
  function watchSuggested(follow: (change: () => void) => void): void {
    watch(
      suggested,
      (now, before) => {
        const keys = Object.keys(before) as NumberField[];
        const untouched = keys.every((key) => fields.value[key] === before[key]);
        if (tuning.value !== null && untouched) follow(() => void Object.assign(fields.value, now));
      },
      { flush: 'sync' },
    );
  }

  const readsLine = (model: ModelRef): boolean => models.byRef.get(model)?.task.reads === 'line';

  /** Goes on from a trained model, or from another one; null: begins with new weights again. */
  function beginWith(model: ModelRef | null): void {
    const { value: now } = tuning;
    if (model === null) {
      tuning.value = null;
      if (now !== null) fields.value = now.scratch;
      return;
    }
    // Lines are learnt by another recipe than single signs.
    if (now !== null && readsLine(model) === readsLine(now.model)) {
      tuning.value = { ...now, model, layers: [], rates: {}, freeze: now.freeze === 'layers' ? 'none' : now.freeze };
      return;
    }
    const { limit, seed } = fields.value;
    const scratch = now?.scratch ?? { ...fields.value };
    tuning.value = { model, freeze: 'none', layers: [], head: null, replay: null, rates: {}, scratch };
    fields.value = { ...fieldsFrom(fineTuneRecipe(data.readTask.value)), limit, seed, ...suggested.value };
  }

  /** Goes on as an earlier run did, whose recipe the fields hold. A model folder that is not the studio's is not known here. */
  function beginAs({ model, freeze, head, rates, replay }: RunFrom): void {
    if (model === null) return;
    const layers = Array.isArray(freeze) ? freeze : [];
    const kind = Array.isArray(freeze) ? 'layers' : freeze;
    const { features = 1, head: headRate = 1, ...byName } = rates ?? {};
    const scratch = { ...fields.value };
    tuning.value = { model, layers, head, freeze: kind, replay: replay?.datasets ?? [], rates: byName, scratch };
    Object.assign(fields.value, { featuresRate: features, headRate });
    if (replay) fields.value.replayPercent = dustless(100 * replay.share);
  }

  /** Changes some of the choices; nothing while new weights are chosen. */
  function tune(change: Partial<Omit<Tuning, 'model' | 'scratch'>>): void {
    if (tuning.value !== null) tuning.value = { ...tuning.value, ...change };
  }

  return { watchSuggested, tuning, parent, tuned, known, fault, replayable, replayed, from, beginWith, beginAs, tune };
}

/** What a model was tested on; the shipped reader of lines, whose card names no test, learnt from MNIST and from synthetic digits. */
function testsOf(card: ModelCard | null, ref: ModelRef | undefined): readonly string[] {
  const tests = card?.tests.map(({ dataset }) => dataset) ?? [];
  return ref === 'line-reader' && tests.length === 0 ? ['mnist', 'synthetic'] : tests;
}
