import { defineStore } from 'pinia';
import { computed, markRaw, ref, watch } from 'vue';
import type { Reading } from '../../shared/contract/schemas/reading.ts';
import type { Quarters } from '../../shared/page/quarters.ts';
import { useHost } from './host.ts';
import { createLineReviews } from './line-reviews.ts';
import { createPageQueue } from './page-queue.ts';
import type { PageSource, PictureFile, QueuedPage } from './page-queue.ts';
import { useReadWish } from './read-wish.ts';

export type ReadPage = QueuedPage<Reading>;

/** While there are so many pages all steps of their cleaning are kept; of more, the pictures alone. */
const KEPT_STEPS = 8;

/** Pictures whose lines are read, a page after the other, and what a person makes of each line. Nothing of it is kept on the disk. */
export const useReadPages = defineStore('readPages', () => {
  const host = useHost();
  const wishes = useReadWish();
  const chosen = ref<number | null>(null);
  const reviews = markRaw(createLineReviews());

  /** How far pages are turned that a person turned, by their sources; others as they read best. */
  const turns = new Map<string, Quarters>();
  const keyOf = ({ handle, part }: PageSource): string => `${handle}/${part}`;

  const ask = (source: PageSource, quarters: Quarters | null, signal?: AbortSignal): Promise<Reading> =>
    host.call('readings.read', { ...wishes.wish, source, quarters, looks: true }, signal && { signal });
  const queue = createPageQueue<Reading>({
    parts: (handle, signal) => host.call('readings.parts', { handle }, { signal }),
    async read(source, signal): Promise<Reading> {
      const reading = await ask(source, turns.get(keyOf(source)) ?? null, signal);
      return pages.value.length > KEPT_STEPS ? withoutSteps(reading) : reading;
    },
    first: () => chosen.value,
  });
  const { pages, count, waiting } = queue;

  const place = computed(() =>
    Math.max(
      0,
      pages.value.findIndex(({ key }) => key === chosen.value),
    ),
  );
  /** The page that is looked at. */
  const page = computed(() => pages.value[place.value] ?? null);

  /** To the page at a place in the list, the nearest where there is none. */
  function show(at: number): void {
    chosen.value = pages.value[Math.min(pages.value.length - 1, Math.max(0, at))]?.key ?? null;
  }

  /** The place of the first page that comes of what was taken last. */
  let coming: number | null = null;
  /** Who brings further pictures wants to see them: the first of them is shown when it is there. */
  function take(pictures: readonly PictureFile[]): Promise<void> {
    if (pages.value.length === count.value) coming = pages.value.length;
    return queue.take(pictures);
  }
  watch(pages, ({ length }) => {
    if (coming === null || length <= coming) return;
    show(coming);
    coming = null;
  });

  /** Turns a page by a quarter to the right, and reads it so. */
  function turn({ key, source, reading }: ReadPage): void {
    if (source === null || !reading?.cleaning) return;
    turns.set(keyOf(source), ((reading.cleaning.quarters + 1) % 4) as Quarters);
    reviews.forget(`${key}/`);
    void queue.again(key);
  }

  /** Tries a page again that could not be read. */
  function retry({ key, file }: ReadPage): void {
    if (file === null) return void queue.retry(key);
    queue.remove(key);
    void take([file]);
  }

  function remove(key: number): void {
    const at = place.value;
    coming = null;
    queue.remove(key);
    show(at);
  }

  function clear(): void {
    queue.reset();
    coming = null;
    chosen.value = null;
    turns.clear();
    reviews.reset();
  }

  // What was said of lines that are read as another kind means nothing.
  watch(
    () => wishes.wish,
    () => {
      if (pages.value.length === 0) return;
      reviews.reset();
      void queue.again();
    },
  );

  /** The steps of a page's cleaning as pictures: those that are kept, or made once more. Throws as `readings.read`. */
  async function looksOf({ source, reading }: ReadPage): Promise<Reading['looks']> {
    if (source === null || reading === null) return [];
    return reading.looks.length > 1 ? reading.looks : (await ask(source, reading.cleaning?.quarters ?? null)).looks;
  }

  return {
    ...{ pages, count, waiting, page, place, reviews },
    ...{ take, cancel: queue.cancel, show, turn, retry, remove, clear, looksOf },
  };
});

const withoutSteps = (reading: Reading): Reading => ({
  ...reading,
  looks: reading.looks.filter(({ step }) => step === 'picture'),
});
