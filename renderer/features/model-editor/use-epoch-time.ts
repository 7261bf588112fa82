import { computed } from 'vue';
import { epochSeconds } from '../../../shared/runs/epoch-time.ts';
import { useModelEditor } from '../../stores/model-editor.ts';
import { useSpeedProbe } from '../../stores/speed-probe.ts';
import { useTrainDraft } from '../../stores/train-draft.ts';

/** As many as MNIST has: where no data is chosen. */
const SOME_IMAGES = 60_000;

/** How long an epoch of the edited model takes on this machine, by a probe of this very model and its layers. Ends with the page. */
export function useEpochTime() {
  const draft = useTrainDraft();
  const editor = useModelEditor();
  const probe = useSpeedProbe({
    subject: () =>
      editor.info === null ? null : { model: editor.model, recipe: editor.recipe, task: editor.present.task },
    macs: () => editor.info?.macs ?? Infinity,
    perLayer: true,
  });
  /** The images of an epoch: those of the Train screen's data. */
  const images = computed(() => {
    if (draft.plan) return { trainCount: draft.plan.trainCount, validationCount: draft.plan.validationCount };
    const trainCount = draft.infos.reduce((sum, info) => sum + (info.trainCount ?? 0), 0);
    return { trainCount: trainCount || SOME_IMAGES, validationCount: 0 };
  });
  const seconds = computed(() => {
    const { value: speed } = probe.speed;
    return speed && epochSeconds(images.value, speed.imagesPerSecond);
  });
  /** What goes wrong is in `error`. */
  const measure = (): Promise<void> => probe.measure().catch(() => undefined);
  return { ...probe, images, seconds, measure };
}

export type EpochTime = ReturnType<typeof useEpochTime>;
