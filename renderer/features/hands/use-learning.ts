import { computed, onScopeDispose, shallowReactive, watch } from 'vue';
import { useRouter } from 'vue-router';
import type { HandInfo } from '../../../shared/contract/schemas/hand.ts';
import type { ModelInfo } from '../../../shared/contract/schemas/predict.ts';
import type { RunSpec } from '../../../shared/contract/schemas/run.ts';
import type { RunSummary } from '../../../shared/contract/schemas/run-summary.ts';
import { starter } from '../../../shared/model/presets/starter.ts';
import { learnMyHand, parentFor } from '../../../shared/runs/learn-my-hand.ts';
import { t, useFormat } from '../../i18n/index.ts';
import { useDatasets } from '../../stores/datasets.ts';
import { useEngine } from '../../stores/engine.ts';
import { useHost } from '../../stores/host.ts';
import { useModels } from '../../stores/models.ts';
import { usePlan } from '../../stores/plan.ts';
import { useRuns } from '../../stores/runs.ts';

/** Images a second of a model's training, measured once while the window is open. */
const rates = shallowReactive(new Map<string, number>());
/** The hand has not changed for so long, milliseconds, before anything is measured. */
const STILL = 1500;

/** Learning a hand by one click: what would be trained, about how long it takes, and its start. */
export function useLearning(hand: () => HandInfo, measures: boolean) {
  const host = useHost();
  const models = useModels();
  const runs = useRuns();
  const engine = useEngine();
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

  const seconds = computed(() => {
    const rate = parent.value && rates.get(parent.value.ref);
    const batch = request.value?.recipe.batchSize ?? 0;
    return rate && plan.value ? (plan.value.totalSteps * batch) / rate : null;
  });
  const words = computed(() => {
    if (seconds.value === null) return t('hands.learn.action');
    const n = Math.ceil(seconds.value);
    return t('hands.learn.about', { time: n < 60 ? t('hands.seconds', { seconds: n }) : format.value.duration(n) });
  });

  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking: AbortController | null = null;
  function measureSoon(): void {
    clearTimeout(timer);
    asking?.abort();
    const own = parent.value;
    const recipe = request.value?.recipe;
    const idle = engine.state === 'ready' && runs.current === null;
    if (!measures || !own || !recipe || !idle || rates.has(own.ref)) return;
    timer = setTimeout(() => void measure(own, recipe), STILL);
  }
  async function measure(own: ModelInfo, recipe: RunSpec['recipe']): Promise<void> {
    asking = new AbortController();
    if (own.ref !== 'starter') await runs.fetchRecords([own.ref]).catch(() => undefined);
    const model = runs.details.get(own.ref)?.spec.model ?? starter.model;
    const subject = { model, task: own.task, recipe };
    // Nobody has asked for it, so its error is not shown: the button then says no time.
    const measured = await host.call('engine.probe', subject, { signal: asking.signal }).catch(() => null);
    if (measured) rates.set(own.ref, measured.imagesPerSecond);
  }
  watch([() => parent.value?.ref, () => request.value === null, () => engine.state, () => runs.current], measureSoon, {
    immediate: true,
  });
  onScopeDispose(() => {
    clearTimeout(timer);
    asking?.abort();
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
