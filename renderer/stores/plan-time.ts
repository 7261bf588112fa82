import { computed } from 'vue';
import { epochSeconds } from '../../shared/runs/epoch-time.ts';
import { useSpeedProbe } from './speed-probe.ts';
import { useTrainDraft } from './train-draft.ts';

/** How long the run of the Train screen's draft will take, by a probe of the engine. For as long as the screen is open. */
export function usePlanTime() {
  const draft = useTrainDraft();
  const { speed, measuring, askable, measure } = useSpeedProbe({
    subject: () => (draft.ready ? { model: draft.model, recipe: draft.recipe, task: draft.runTask } : null),
    macs: () => draft.info?.macs ?? Infinity,
  });
  /** Images a second; null while it is unknown. */
  const rate = computed(() => speed.value?.imagesPerSecond ?? null);
  /** Seconds that all runs of a start would train, one after the other, without what follows the last epoch (tests); null while it is unknown. */
  const seconds = computed(() => {
    if (rate.value === null || draft.plan === null) return null;
    return (draft.group?.count ?? 1) * draft.recipe.epochs * epochSeconds(draft.plan, rate.value);
  });
  return { rate, seconds, measuring, askable, measure };
}

export type PlanTime = ReturnType<typeof usePlanTime>;
