import { computed, watch } from 'vue';
import { useRouter } from 'vue-router';
import type { HandInfo } from '../../../shared/contract/schemas/hand.ts';
import type { ModelInfo } from '../../../shared/contract/schemas/predict.ts';
import type { RunSummary } from '../../../shared/contract/schemas/run-summary.ts';
import { describeModel } from '../../../shared/model/shapes.ts';
import { learnMyHand, parentFor } from '../../../shared/runs/learn-my-hand.ts';
import { t, useFormat } from '../../i18n/index.ts';
import { useDatasets } from '../../stores/datasets.ts';
import { useHost } from '../../stores/host.ts';
import { useModels } from '../../stores/models.ts';
import { usePlan } from '../../stores/plan.ts';
import { useRuns } from '../../stores/runs.ts';
import { useSpeedProbe } from '../../stores/speed-probe.ts';

/** Learning a hand by one click: what would be trained, about how long it takes, and its start. */
export function useLearning(hand: () => HandInfo, measures: boolean) {
  const host = useHost();
  const models = useModels();
  const runs = useRuns();
  const datasets = useDatasets();
  const router = useRouter();
  const format = useFormat();

  const parent = computed(() => parentFor(hand(), models.list));
  const specOf = ({ ref }: ModelInfo): RunSummary['spec'] | null => runs.byId.get(ref)?.spec ?? null;
  /**
   * What the parent was trained on, or what was replayed beside that, where it is on this machine and can be replayed as it is: MNIST
   * for the starter, or else the synthetic digits.
   */
  const original = computed(() => {
    const spec = parent.value && specOf(parent.value);
    const trained = spec && (spec.from?.replay?.datasets[0] ?? spec.data.datasets[0]!);
    const id = trained ?? (datasets.mnist?.status.state === 'ready' ? 'mnist' : 'synthetic');
    return datasets.byId.get(id)?.framing === parent.value?.framing ? id : null;
  });
  const drawings = computed(() => hand().parts.train);
  const request = computed(() =>
    parent.value === null || drawings.value === 0
      ? null
      : learnMyHand(hand(), parent.value, original.value, t('hands.learn.runName', { name: hand().name })),
  );
  const { plan } = usePlan(
    () => request.value && { data: request.value.data, recipe: request.value.recipe, from: request.value.from },
    drawings,
  );

  watch(
    () => parent.value?.ref,
    (ref) => void (ref && models.fetchCard(ref)),
    { immediate: true },
  );
  const card = computed(() => {
    const found = parent.value && models.cardOf(parent.value.ref);
    return found && !('error' in found) ? found : null;
  });
  const probe = useSpeedProbe({
    subject: () =>
      card.value && request.value && { model: card.value.spec, task: card.value.task, recipe: request.value.recipe },
    // Without end: nothing is measured by itself then.
    macs: () => (measures && card.value ? describeModel(card.value.spec).macs : Infinity),
  });
  const seconds = computed(() => {
    const rate = probe.speed.value?.imagesPerSecond;
    const batch = request.value?.recipe.batchSize ?? 0;
    return rate && plan.value ? (plan.value.totalSteps * batch) / rate : null;
  });
  const words = computed(() => {
    if (seconds.value === null) return t('hands.learn.action');
    const n = Math.ceil(seconds.value);
    return t('hands.learn.about', { time: n < 60 ? t('hands.seconds', { seconds: n }) : format.value.duration(n) });
  });

  /** Queues the run and goes to its page. */
  async function start(): Promise<void> {
    if (request.value === null) return;
    const { id } = await host.call('runs.fineTune', request.value);
    await router.push({ name: 'run', params: { id } });
  }

  return {
    words,
    ready: computed(() => request.value !== null),
    noParent: computed(() => parent.value === null),
    start,
  };
}
