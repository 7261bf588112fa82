import { onScopeDispose, shallowRef, watch } from 'vue';
import type { HostCalls } from '../../../shared/contract/calls.ts';
import type { CallOutput } from '../../../shared/contract/define.ts';
import { toErrorData } from '../../../shared/contract/errors.ts';
import type { ErrorData } from '../../../shared/contract/errors.ts';
import type { ImageDetails, Saliency } from '../../../shared/contract/schemas/evaluated-image.ts';
import { useHost } from '../../stores/host.ts';

export type Neighbours = CallOutput<HostCalls, 'evaluations.neighbours'>;
export type OtherReadings = CallOutput<HostCalls, 'evaluations.others'>;

/** Neighbours that are shown. */
const NEIGHBOURS = 4;

/** One image from all sides. Its numbers come first; what the trainer has to work out follows as it comes. */
export function useImage(
  wanted: () => { readonly id: string; readonly place: number | null; readonly edition: number },
) {
  const host = useHost();
  const details = shallowRef<ImageDetails | null>(null);
  const saliency = shallowRef<readonly Saliency[] | null>(null);
  const neighbours = shallowRef<Neighbours | null>(null);
  const others = shallowRef<OtherReadings | null>(null);
  const error = shallowRef<ErrorData | null>(null);
  /** Why what follows is missing: while a run trains, for one, the trainer may be too busy. */
  const moreError = shallowRef<ErrorData | null>(null);
  /** The ticket of a search for neighbours that goes on. */
  const searching = shallowRef<string | null>(null);
  let controller = new AbortController();

  async function load(): Promise<void> {
    controller.abort();
    const own = (controller = new AbortController());
    const { id, place } = wanted();
    [saliency.value, neighbours.value, others.value, searching.value] = [null, null, null, null];
    if (place === null) return void (details.value = null);
    const fill = async <T>(into: { value: T | null }, work: Promise<T>): Promise<void> => {
      const found = await work;
      if (own === controller) into.value = found;
    };
    try {
      await fill(details, host.call('evaluations.image', { id, place }, own));
      if (own === controller) [error.value, moreError.value] = [null, null];
    } catch (thrown) {
      if (own === controller) [details.value, error.value] = [null, toErrorData(thrown)];
      return;
    }
    const ticket = (searching.value = crypto.randomUUID());
    const more = await Promise.allSettled([
      fill(saliency, host.call('evaluations.explain', { id, place }, own)),
      fill(neighbours, host.call('evaluations.neighbours', { id, place, count: NEIGHBOURS, ticket }, own)),
      fill(others, host.call('evaluations.others', { id, place }, own)),
    ]);
    if (searching.value === ticket) searching.value = null;
    const failed = more.find((each) => each.status === 'rejected');
    if (own === controller && failed) moreError.value = toErrorData(failed.reason);
  }

  /** Labels were corrected: of all that is known of the image, its details alone tell of labels. */
  async function renew(): Promise<void> {
    const own = controller;
    const { id, place } = wanted();
    if (place === null) return;
    try {
      const found = await host.call('evaluations.image', { id, place }, own);
      if (own === controller) details.value = found;
    } catch (thrown) {
      if (own === controller) error.value = toErrorData(thrown);
    }
  }

  watch([() => wanted().id, () => wanted().place], () => void load(), { immediate: true });
  watch(
    () => wanted().edition,
    () => void renew(),
  );
  onScopeDispose(() => controller.abort());
  return { details, saliency, neighbours, others, searching, error, moreError };
}
