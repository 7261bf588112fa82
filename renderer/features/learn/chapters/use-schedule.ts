import { computed, ref, shallowRef, watch } from 'vue';
import { scheduleSchema, type Recipe, type Schedule } from '../../../../shared/contract/schemas/recipe.ts';
import { plateauFactors, rateParts, type RateParts } from '../../../../shared/learn/schedule-course.ts';
import { isShipped } from '../../../../shared/contract/schemas/run-id.ts';
import { starter } from '../../../../shared/model/presets/starter.ts';
import { tutorial } from '../../../../shared/model/presets/tutorial.ts';
import { without } from '../../../../shared/without.ts';
import { useLearn } from '../../../stores/learn.ts';
import { curveSteps } from '../../train/schedule-curve.ts';
import { useTrainedRun } from '../use-trained-run.ts';

/** MNIST's training images less a tenth for validation: what presets are written down for. */
const PRESET_IMAGES = 54_000;

/** The learning rate over the model's own run, or over that of the preset's recipe, as far as the reader has not changed it. */
export function useSchedule() {
  const learn = useLearn();
  const { run, feed } = useTrainedRun();
  const preset = computed(() => (isShipped(learn.model) ? starter : tutorial));
  /** The recipe that stands; of a run its own. */
  const own = computed<Recipe>(() => run.value?.spec.recipe ?? preset.value.recipe);
  const stepsPerEpoch = computed(() => {
    const counted = run.value?.stepsPerEpoch ?? 0;
    return counted > 0 ? counted : Math.ceil(PRESET_IMAGES / own.value.batchSize);
  });

  const recipe = shallowRef<Recipe>(own.value);
  const takeOwn = (): void => void (recipe.value = own.value);
  /** A record is a new one whenever anything of the run changes. */
  const ownText = computed(() => JSON.stringify(own.value));
  watch(ownText, takeOwn);
  const isOwn = computed(() => JSON.stringify(recipe.value) === ownText.value);

  const eta = computed({
    get: () => recipe.value.optimizer.learningRate,
    set: (learningRate) => (recipe.value = { ...recipe.value, optimizer: { ...recipe.value.optimizer, learningRate } }),
  });
  const schedule = computed({
    get: () => recipe.value.schedule,
    set: (now) => (recipe.value = { ...recipe.value, schedule: now }),
  });
  const kind = computed({
    get: () => schedule.value.kind,
    set: (now: Schedule['kind']) =>
      (schedule.value = own.value.schedule.kind === now ? own.value.schedule : scheduleSchema.parse({ kind: now })),
  });
  const epochs = computed({
    get: () => recipe.value.epochs,
    // The whole curve is laid over the new ones.
    set: (now) => (recipe.value = { ...without(recipe.value, 'scheduleEpochs'), epochs: now }),
  });
  const warmUp = computed({
    get: () => recipe.value.warmUpEpochs,
    set: (now) => (recipe.value = { ...recipe.value, warmUpEpochs: now }),
  });

  /** What validation came to after each of the run's epochs; null where there is no run that tells. */
  const told = computed(() => {
    const logs = feed.value?.series.epochs ?? [];
    return logs.some(({ validation }) => validation !== null)
      ? logs.map(({ validation }) => validation?.loss ?? null)
      : null;
  });
  /** Without losses of its own: the epoch from which on the reader lets them fall no longer. */
  const stalls = ref(3);
  const losses = computed(
    () => told.value ?? Array.from({ length: epochs.value }, (_, epoch) => -Math.min(epoch, stalls.value - 1)),
  );
  const plateau = computed(() => plateauFactors(schedule.value, losses.value));

  const total = computed(() => epochs.value * stepsPerEpoch.value);
  const partsAt = (step: number): RateParts => {
    const epoch = Math.floor((step - 1) / stepsPerEpoch.value);
    const reduced = plateau.value[Math.min(epoch, plateau.value.length - 1)]!;
    return rateParts(recipe.value, eta.value, step, stepsPerEpoch.value, reduced);
  };
  const curve = computed(() => {
    const reductions = plateau.value.flatMap((factor, epoch) =>
      epoch > 0 && factor !== plateau.value[epoch - 1] ? [epoch] : [],
    );
    const steps = curveSteps(recipe.value, stepsPerEpoch.value, reductions);
    return { steps, rates: steps.map((step) => partsAt(step).rate) };
  });

  const wished = ref(1);
  const step = computed({
    get: () => Math.min(wished.value, total.value),
    set: (now) => (wished.value = Math.max(1, Math.min(total.value, Math.round(now)))),
  });
  const parts = computed(() => partsAt(step.value));
  return {
    ...{ run, feed, preset, recipe, isOwn, takeOwn, eta, schedule, kind, epochs, warmUp, told, stalls },
    ...{ stepsPerEpoch, total, curve, step, parts },
  };
}
