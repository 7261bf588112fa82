import { computed, ref, watch } from 'vue';
import type { Freeze } from '../../../../shared/contract/schemas/fine-tune.ts';
import { isRun } from '../../../../shared/contract/schemas/run-id.ts';
import { movedLayers, type MovedLayer } from '../../../../shared/learn/moved-layers.ts';
import { fineTuneModel, rateOf } from '../../../../shared/model/fine-tune-model.ts';
import { elements } from '../../../../shared/model/info.ts';
import { describeModel } from '../../../../shared/model/shapes.ts';
import { useLearn } from '../../../stores/learn.ts';
import { named } from '../own-names.ts';
import { useLayerNumbers } from '../use-layer-numbers.ts';
import { useTrainedRun } from '../use-trained-run.ts';
import { shownValues, useMovedWeights } from './use-moved-weights.ts';

/** How layers are chosen to be frozen: none, all before the last, or each by its name. */
export type FreezeKind = 'none' | 'features' | 'named';

/** A layer that has weights, as a fine-tuning treats it. */
export interface TunedLayer {
  readonly name: string;
  /** Numbers in it, and those of them that gradients change. */
  readonly count: number;
  readonly trained: number;
  readonly frozen: boolean;
  /** Times the learning rate. */
  readonly rate: number;
  /** Null while it is not known, or the model was not fine-tuned. */
  readonly moved: MovedLayer | null;
}

/** What a fine-tuning has moved in the model that is looked at, or what one would train of it. */
export function useFineTuning() {
  const learn = useLearn();
  const { run } = useTrainedRun();
  /** The fine-tuned run whose model it is; null: the model was trained from scratch, or elsewhere. */
  const tunedRun = computed(() => (learn.card?.parent && isRun(learn.model) ? learn.model : null));
  const isTuned = computed(() => tunedRun.value !== null);

  const kind = ref<FreezeKind>('features');
  const frozenByName = ref<readonly string[]>([]);
  watch(
    () => learn.model,
    () => ([kind.value, frozenByName.value] = ['features', []]),
  );
  const freeze = computed<Freeze>(() => (kind.value === 'named' ? [...frozenByName.value] : kind.value));
  /** The model as it was fine-tuned, or as it would be. */
  const spec = computed(() => {
    if (learn.card === null) return null;
    return isTuned.value ? learn.card.spec : fineTuneModel(learn.card.spec, { freeze: freeze.value, classes: null });
  });

  const wished = ref<string | null>(null);
  const infos = computed(() =>
    spec.value === null ? [] : describeModel(spec.value).layers.filter(({ weights }) => weights.length > 0),
  );
  /** The layer whose weights are shown; the first one until the reader chooses. */
  const chosen = computed({
    get: () => infos.value.find(({ name }) => name === wished.value)?.name ?? infos.value[0]?.name ?? '',
    set: (name) => (wished.value = name),
  });
  /** Its largest weight. */
  const weight = computed(() => {
    const own = named(infos.value.find(({ name }) => name === chosen.value)?.weights ?? []);
    return own.sort((a, b) => elements(b.shape) - elements(a.shape))[0] ?? null;
  });
  const { answer, error: movedError } = useMovedWeights(
    () => tunedRun.value,
    () => weight.value?.path ?? null,
  );
  const place = computed(() => learn.layers.find(({ info }) => info.name === chosen.value)?.path ?? null);
  const { numbers, error: numbersError } = useLayerNumbers(() => (isTuned.value ? null : place.value));
  /** All numbers of that weight, and what they were before. */
  const values = computed(() => {
    if (isTuned.value) return answer.value?.shown?.path === weight.value?.path ? shownValues(answer.value) : null;
    const own = numbers.value?.weights[weight.value?.name ?? ''];
    return own ? { before: null, after: own.values } : null;
  });

  const moved = computed(() => new Map(movedLayers(answer.value?.weights ?? []).map((layer) => [layer.name, layer])));
  const layers = computed<TunedLayer[]>(() => {
    const rates = run.value?.spec.from?.rates ?? {};
    return infos.value.map(({ name, trainable, nonTrainable }, i) => ({
      ...{ name, count: trainable + nonTrainable, trained: trainable, frozen: trainable === 0 },
      rate: isTuned.value ? rateOf(rates, name, i === infos.value.length - 1) : 1,
      moved: isTuned.value ? (moved.value.get(name) ?? null) : null,
    }));
  });
  const totals = computed(() => ({
    all: layers.value.reduce((sum, { count }) => sum + count, 0),
    trained: layers.value.reduce((sum, { trained }) => sum + trained, 0),
  }));
  const frozenNames = computed(() => layers.value.filter(({ frozen }) => frozen).map(({ name }) => name));
  /** By name one begins with what is frozen already. */
  function chooseKind(now: FreezeKind): void {
    if (now === 'named') frozenByName.value = frozenNames.value;
    kind.value = now;
  }
  /** Freezes a layer by its name, or lets it be trained; the others stay as they are. */
  function toggle(name: string, frozen: boolean): void {
    const others = frozenNames.value.filter((other) => other !== name);
    [kind.value, frozenByName.value] = ['named', frozen ? [...others, name] : others];
  }
  const error = computed(() => (isTuned.value ? movedError.value : numbersError.value));
  return {
    ...{ run, isTuned, kind, freeze, layers, frozenNames, totals, chooseKind, toggle },
    ...{ chosen, weight, values, error },
  };
}
