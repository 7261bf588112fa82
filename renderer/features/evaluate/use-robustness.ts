import { shallowRef, watch } from 'vue';
import type { EvaluationId } from '../../../shared/contract/schemas/evaluation.ts';
import type { Disturbance, RobustnessCurve } from '../../../shared/contract/schemas/robustness.ts';
import type { DisturbedImage } from '../../../shared/evaluation/disturb.ts';
import { AMOUNTS } from '../../../shared/evaluation/disturb.ts';
import { resize } from '../../../shared/ink/resample.ts';
import { useHost } from '../../stores/host.ts';
import { useLongWork } from './use-long-work.ts';

/** In the order in which they are shown. */
const ALL = Object.keys(AMOUNTS) as Disturbance[];
/** Larger images are made smaller before they are changed for the eye: pictures of some twenty pixels show no more. */
const MOST_PIXELS = 64;

/**
 * How accuracy holds as images are changed: what was measured of an evaluation, and a new measurement. `edition`: goes up with each
 * correction of a label.
 */
export function useRobustness(id: () => EvaluationId, edition: () => number) {
  const host = useHost();
  const { going, share, error, begin, cancel } = useLongWork();
  const curves = shallowRef<readonly RobustnessCurve[]>([]);
  const current = shallowRef(true);
  /** An image that the model reads right, to be shown as it is changed; null where there is none, or not yet. */
  const example = shallowRef<DisturbedImage | null>(null);
  let asked = 0;

  /** Shows what was kept, if anything was. */
  async function recall(): Promise<void> {
    const own = ++asked;
    const kept = await host.call('evaluations.keptRobustness', { id: id() }).catch(() => null);
    if (own !== asked || kept === null) return;
    [curves.value, current.value] = [kept.curves, kept.current];
    if (kept.curves.length > 0 && example.value === null) await findExample(own);
  }

  const measure = (): Promise<void> =>
    begin(async (ticket, signal) => {
      const wish = { id: id(), disturbances: ALL, ticket };
      await host.call('evaluations.robustness', wish, { signal });
      // It is kept now; whether labels were corrected meanwhile comes with it.
      if (!signal.aborted) await recall();
    });

  async function findExample(own: number): Promise<void> {
    const wish = { id: id(), filter: { verdict: 'right' as const }, sort: 'confidence' as const, count: 1 };
    const page = await host.call('evaluations.images', wish).catch(() => null);
    if (own !== asked || page === null || page.items.length === 0) return;
    const { height, width, images: image } = page;
    const scale = Math.min(1, MOST_PIXELS / Math.max(height, width));
    const to = { height: Math.max(1, Math.round(height * scale)), width: Math.max(1, Math.round(width * scale)) };
    example.value = scale === 1 ? { image, height, width } : { image: resize(image, { height, width }, to), ...to };
  }

  watch(id, () => {
    cancel();
    [curves.value, current.value, example.value] = [[], true, null];
  });
  watch([id, edition, () => host.connected], () => void (host.connected && recall()), { immediate: true });
  return { curves, current, example, going, share, error, measure, cancel };
}
