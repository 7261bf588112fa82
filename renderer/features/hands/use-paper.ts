import { computed, ref, shallowRef } from 'vue';
import type { ErrorData } from '../../../shared/contract/errors.ts';
import { HAND_LIMITS } from '../../../shared/contract/schemas/hand.ts';
import type { HandInfo, NewSample, SampleId, SittingId } from '../../../shared/contract/schemas/hand.ts';
import type { SheetReading, SheetSample } from '../../../shared/contract/schemas/paper.ts';
import { sampleInFrame } from '../../../shared/paper/sample-in-frame.ts';
import { useHands } from '../../stores/hands.ts';
import { useHost } from '../../stores/host.ts';
import { createPageQueue } from '../../stores/page-queue.ts';

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
  const keeping = ref(false);
  const queue = createPageQueue<SheetReading>({
    parts: (handle, signal) => host.call('paper.parts', { handle }, { signal }),
    read: (source, signal) => host.call('paper.read', { ...source, hand: hand().id }, { signal }),
  });
  /** What a reviewer made of a page's boxes, by its key. */
  const reviewed = shallowRef<ReadonlyMap<number, readonly PaperBox[]>>(new Map());
  const pages = computed(() =>
    queue.pages.value
      .filter(({ waiting }) => !waiting)
      .map(({ key, name, reading, error }): PaperPage => {
        const boxes = reviewed.value.get(key) ?? boxesOf(reading);
        return { key, file: name, reading, error, boxes };
      }),
  );

  /** As they were found: what is written is kept, where the hand has its sign. */
  function boxesOf(reading: SheetReading | null): PaperBox[] {
    const { classes } = hand();
    return (
      reading?.samples.map((box) => ({ ...box, on: box.state === 'written' && classes.includes(box.label) })) ?? []
    );
  }

  function changeBox(key: number, index: number, change: Partial<Pick<PaperBox, 'on' | 'label'>>): void {
    const boxes = pages.value.find((page) => page.key === key)?.boxes ?? [];
    const changed = boxes.map((box, i) => (i === index ? { ...box, ...change } : box));
    reviewed.value = new Map(reviewed.value).set(key, changed);
  }

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
    queue.reset();
    reviewed.value = new Map();
  }

  const { waiting, take, retry, remove } = queue;
  return { pages, waiting, keeping, repeats, count, take, retry, changeBox, remove, keep, reset };
}

export type PaperInWindow = ReturnType<typeof usePaper>;
