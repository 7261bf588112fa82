import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue';
import type { LossSlice, PathStart } from '../../../../shared/contract/schemas/optimizer-step.ts';
import type { Optimizer, OptimizerName } from '../../../../shared/contract/schemas/recipe.ts';
import { floatsFromBytes } from '../../../../shared/data/number-bytes.ts';
import { useEngine } from '../../../stores/engine.ts';
import { useHost } from '../../../stores/host.ts';
import { useLearn } from '../../../stores/learn.ts';
import { useLongWork } from '../../evaluate/use-long-work.ts';
import { OPTIMIZERS } from './use-optimizer.ts';

/** Steps of each path. */
const STEPS = 15;
/** A slice takes seconds: it waits until whatever it depends on has been left alone for so long, milliseconds. */
const SETTLED = 300;

/** An optimizer's path over the slice. */
export interface ShownPath {
  readonly spec: Optimizer;
  readonly points: LossSlice['paths'][number]['points'];
}

/** A slice as it is shown: of the losses the numbers, and with each path whose it is. */
export interface ShownSlice extends Omit<LossSlice, 'losses' | 'paths'> {
  readonly losses: Float32Array;
  /** The two that span the plane come first. */
  readonly paths: readonly ShownPath[];
}

/** The loss on a plane through the weights and the paths of all optimizers over it, computed anew when what they depend on has settled. */
export function useLossSlice(
  chosen: () => OptimizerName,
  specOf: (name: OptimizerName) => Optimizer,
  label: () => number | null,
) {
  const host = useHost();
  const engine = useEngine();
  const learn = useLearn();
  const { going, share, error, begin, cancel } = useLongWork();
  const start = ref<PathStart>('own');
  const wished = ref<OptimizerName>('momentum');
  /** The other one whose end lies on the plane. */
  const beside = computed({
    get: (): OptimizerName => (wished.value !== chosen() ? wished.value : chosen() === 'adam' ? 'momentum' : 'adam'),
    set: (name) => (wished.value = name),
  });

  const slice = shallowRef<ShownSlice | null>(null);
  const question = computed(() => {
    const right = label();
    if (learn.card === null || right === null || engine.unusable) return null;
    const names = [chosen(), beside.value];
    const optimizers = [...names, ...OPTIMIZERS.filter((name) => !names.includes(name))].map(specOf);
    return {
      ...{ model: learn.model, image: learn.image, label: right },
      start: start.value,
      optimizers,
      steps: STEPS,
    };
  });
  const compute = (): Promise<void> =>
    begin(async (ticket, signal) => {
      const asked = question.value;
      if (asked === null) return;
      const told = await host.call('models.lossSlice', { ...asked, ticket }, { signal });
      if (signal.aborted) return;
      slice.value = {
        ...told,
        losses: floatsFromBytes(told.losses),
        paths: told.paths.map(({ points }, i) => ({ spec: asked.optimizers[i]!, points })),
      };
    });

  let timer: ReturnType<typeof setTimeout> | undefined;
  watch(
    [() => learn.card?.weightsSha256, question] as const,
    ([weights], [before]) => {
      if (weights !== before) slice.value = null;
      cancel();
      clearTimeout(timer);
      if (question.value !== null) timer = setTimeout(() => void compute(), SETTLED);
    },
    { immediate: true },
  );
  onScopeDispose(() => clearTimeout(timer));
  return { start, beside, slice, going, share, error, compute, cancel };
}
