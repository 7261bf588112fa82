import { onScopeDispose, shallowReactive, shallowRef, watch } from 'vue';
import { toErrorData } from '../../../shared/contract/errors.ts';
import type { ErrorData } from '../../../shared/contract/errors.ts';
import type { EvaluatedImage, ImageFilter, ImageSort } from '../../../shared/contract/schemas/evaluated-image.ts';
import { useHost } from '../../stores/host.ts';

/** Images asked for at once: some rows more than a window shows. */
const PAGE = 120;

export interface LabImage extends EvaluatedImage {
  readonly image: Uint8Array;
}

export interface ImagesWanted {
  readonly id: string;
  readonly filter: ImageFilter;
  readonly sort: ImageSort;
  readonly reverse: boolean;
  /** Goes up when labels were corrected: the same question has another answer then. */
  readonly edition: number;
}

/** The images of an evaluation that pass a filter, brought page by page as they come into sight. */
export function useImages(wanted: () => ImagesWanted) {
  const host = useHost();
  const total = shallowRef<number | null>(null);
  const size = shallowRef({ height: 1, width: 1 });
  const error = shallowRef<ErrorData | null>(null);
  const pages = shallowReactive(new Map<number, readonly LabImage[] | 'loading'>());
  let controller = new AbortController();

  async function fetch(page: number): Promise<void> {
    if (pages.has(page) || !host.connected) return;
    const own = controller;
    const { id, filter, sort, reverse } = wanted();
    pages.set(page, 'loading');
    try {
      const range = { offset: page * PAGE, count: PAGE };
      const found = await host.call('evaluations.images', { id, filter, sort, reverse, ...range }, own);
      if (own !== controller) return;
      const { height, width, items, images } = found;
      const bytes = height * width;
      const cut = items.map((item, i) => ({ ...item, image: images.subarray(i * bytes, (i + 1) * bytes) }));
      pages.set(page, cut);
      [total.value, size.value, error.value] = [found.total, { height, width }, null];
    } catch (thrown) {
      if (own !== controller) return;
      pages.delete(page);
      error.value = toErrorData(thrown);
    }
  }

  /** The image at a place of the order; undefined until its page has come, which is asked for. */
  function at(index: number): LabImage | undefined {
    const page = pages.get(Math.floor(index / PAGE));
    if (page === undefined) void fetch(Math.floor(index / PAGE));
    return page === undefined || page === 'loading' ? undefined : page[index % PAGE];
  }

  function restart(): void {
    controller.abort();
    controller = new AbortController();
    pages.clear();
    void fetch(0);
  }
  watch([wanted, () => host.connected], restart, { immediate: true });
  onScopeDispose(() => controller.abort());
  return { total, size, error, at, retry: restart };
}
