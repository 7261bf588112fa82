import { computed, ref, shallowRef } from 'vue';
import { toErrorData } from '../../../shared/contract/errors.ts';
import type { ErrorData } from '../../../shared/contract/errors.ts';
import { HAND_LIMITS } from '../../../shared/contract/schemas/hand.ts';
import type { HandInfo, NewSample, SampleId, SittingId } from '../../../shared/contract/schemas/hand.ts';
import type { SheetReading, SheetSample } from '../../../shared/contract/schemas/paper.ts';
import { sampleInFrame } from '../../../shared/paper/sample-in-frame.ts';
import { useHands } from '../../stores/hands.ts';
import { useHost } from '../../stores/host.ts';

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

/** A picture by its handle, or how to bring it. */
export interface PaperPicture {
  readonly name: string;
  readonly bring: () => Promise<string>;
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

  /** Resolves when all of them are read, or could not be. */
  async function take(pictures: readonly PaperPicture[]): Promise<void> {
    const own = controller;
    waiting.value += pictures.length;
    for (const picture of pictures) {
      for await (const page of readPages(picture, own.signal)) {
        if (own !== controller) return;
        pages.value = [...pages.value, page];
        waiting.value -= 1;
      }
      if (own !== controller) return;
    }
  }

  /** The pages of a file; of one that cannot be opened its error. Those after the first add themselves to what is waited for. */
  async function* readPages({ name, bring }: PaperPicture, signal: AbortSignal): AsyncGenerator<PaperPage> {
    const opened = await open(bring, signal).catch(toErrorData);
    if ('code' in opened) {
      yield { key: ++keys, file: name, reading: null, error: opened, boxes: [] };
      return;
    }
    const { handle, parts } = opened;
    if (signal.aborted) return;
    waiting.value += parts - 1;
    for (let part = 0; part < parts && !signal.aborted; part++) {
      yield await readPage(parts === 1 ? name : `${name} · ${part + 1}`, handle, part, signal);
    }
  }

  async function open(bring: PaperPicture['bring'], signal: AbortSignal): Promise<{ handle: string; parts: number }> {
    const handle = await bring();
    return { handle, parts: await host.call('paper.parts', { handle }, { signal }) };
  }

  async function readPage(name: string, handle: string, part: number, signal: AbortSignal): Promise<PaperPage> {
    const page = { key: ++keys, file: name, reading: null, error: null, boxes: [] };
    try {
      const reading = await host.call('paper.read', { handle, hand: hand().id, part }, { signal });
      const known = (label: string): boolean => hand().classes.includes(label);
      const boxes = reading.samples.map((box) => ({ ...box, on: box.state === 'written' && known(box.label) }));
      return { ...page, reading, boxes };
    } catch (thrown) {
      return { ...page, error: toErrorData(thrown) };
    }
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
