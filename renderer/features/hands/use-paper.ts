import { computed, ref, shallowRef } from 'vue';
import type { ErrorData } from '../../../shared/contract/errors.ts';
import { HAND_LIMITS } from '../../../shared/contract/schemas/hand.ts';
import type { HandInfo, NewSample, SampleId, SittingId } from '../../../shared/contract/schemas/hand.ts';
import type { SheetReading, SheetSample } from '../../../shared/contract/schemas/paper.ts';
import { sampleInFrame } from '../../../shared/paper/sample-in-frame.ts';
import { useHands } from '../../stores/hands.ts';
import { useHost } from '../../stores/host.ts';
import type { PictureFile } from '../pictures/picture-file.ts';
import { readPages } from '../pictures/read-pages.ts';
import type { ReadPage } from '../pictures/read-pages.ts';

/** A box of a photographed page, and what its reviewer wants of it. */
export interface PaperBox extends SheetSample {
  /** Whether it is kept. */
  readonly on: boolean;
}

/** A photograph or scan: what was found on it, or why nothing was. */
export interface PaperPage {
  readonly key: number;
  readonly file: string;
  readonly reading: SheetReading | null;
  readonly error: ErrorData | null;
  readonly boxes: readonly PaperBox[];
}

/** Photographs of a sheet on their way into a hand: read one after the other, looked over, and kept all together. */
export function usePaper(hand: () => HandInfo) {
  const host = useHost();
  const hands = useHands();
  const pages = shallowRef<readonly PaperPage[]>([]);
  /** Pictures that are not read yet. */
  const waiting = ref(0);
  const keeping = ref(false);
  let keys = 0;
  let controller = new AbortController();

  const asking = {
    parts: (handle: string, signal: AbortSignal) => host.call('paper.parts', { handle }, { signal }),
    read: (source: { handle: string; part: number }, signal: AbortSignal) =>
      host.call('paper.read', { ...source, hand: hand().id }, { signal }),
  };

  /** Resolves when all of them are read, or could not be. */
  async function take(pictures: readonly PictureFile[]): Promise<void> {
    const { signal } = controller;
    waiting.value += pictures.length;
    for (const picture of pictures) {
      const found = (count: number): void => void (waiting.value += count - 1);
      for await (const page of readPages(picture, asking, signal, found)) {
        pages.value = [...pages.value, paperPage(page)];
        waiting.value -= 1;
      }
      if (signal.aborted) return;
    }
  }

  function paperPage({ name, reading, error }: ReadPage<SheetReading>): PaperPage {
    const known = (label: string): boolean => hand().classes.includes(label);
    const boxes = reading?.samples.map((box) => ({ ...box, on: box.state === 'written' && known(box.label) })) ?? [];
    return { key: ++keys, file: name, reading, error, boxes };
  }

  function changeBox(key: number, index: number, change: Partial<Pick<PaperBox, 'on' | 'label'>>): void {
    pages.value = pages.value.map((page) =>
      page.key === key
        ? { ...page, boxes: page.boxes.map((box, i) => (i === index ? { ...box, ...change } : box)) }
        : page,
    );
  }

  const remove = (key: number): void => void (pages.value = pages.value.filter((page) => page.key !== key));

  /** The same page was photographed before: kept twice, its drawings would be there twice. */
  const repeats = computed(() => {
    const seen = new Set<string>();
    return new Set(
      pages.value.flatMap(({ key, reading }) => {
        if (reading === null) return [];
        const own = `${reading.sheet.id}/${reading.sheet.page}`;
        if (seen.has(own)) return [key];
        seen.add(own);
        return [];
      }),
    );
  });
  const count = computed(() => pages.value.reduce((sum, { boxes }) => sum + boxes.filter(({ on }) => on).length, 0));

  /** Keeps what is switched on as one sitting; resolves with the ids, so that it can be taken back. */
  async function keep(): Promise<SampleId[]> {
    keeping.value = true;
    const { id, frame } = hand();
    const drawings = pages.value.flatMap(({ boxes, reading }): NewSample[] => {
      if (reading === null) return [];
      const bring = (image: Uint8Array) => new Uint8Array(sampleInFrame(image, reading.side, frame));
      return boxes.filter(({ on }) => on).map(({ label, image }) => ({ label, image: bring(image) }));
    });
    const kept: SampleId[] = [];
    let sitting: SittingId | null = null;
    try {
      for (let i = 0; i < drawings.length; i += HAND_LIMITS.perCall) {
        const some = drawings.slice(i, i + HAND_LIMITS.perCall);
        const added = await hands.add({ id, sitting, source: 'paper', drawings: some });
        sitting = added.sitting;
        kept.push(...added.samples);
      }
      return kept;
    } catch (thrown) {
      // All or none, so that keeping again does not bring the first ones twice.
      if (kept.length > 0) await hands.deleteSamples(id, kept).catch(() => undefined);
      throw thrown;
    } finally {
      keeping.value = false;
    }
  }

  function reset(): void {
    controller.abort();
    controller = new AbortController();
    [pages.value, waiting.value] = [[], 0];
  }

  return { pages, waiting, keeping, repeats, count, take, changeBox, remove, keep, reset };
}

export type PaperInWindow = ReturnType<typeof usePaper>;
