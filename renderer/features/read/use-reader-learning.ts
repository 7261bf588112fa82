import { ref } from 'vue';
import { useRouter } from 'vue-router';
import type { HandInfo } from '../../../shared/contract/schemas/hand.ts';
import type { ModelRef } from '../../../shared/contract/schemas/predict.ts';
import { t, useFormat } from '../../i18n/index.ts';
import { useDatasets } from '../../stores/datasets.ts';
import { useModels } from '../../stores/models.ts';
import { useReadWish } from '../../stores/read-wish.ts';
import { useTrainDraft } from '../../stores/train-draft.ts';
import { useToasts } from '../../ui/index.ts';

/** What came of corrections: see `batches.signs` and `readings.signs`. */
interface Taken {
  readonly hand: HandInfo | null;
  readonly added: number;
  readonly leftOut: number;
  readonly heldOut: number;
}

export interface Corrections {
  /** Brings them into a hand. */
  take(): Promise<Taken>;
  /** The model that read; null: nobody knows, and the one that reads now is to learn. */
  readonly model: () => ModelRef | null;
  readonly words: {
    nothing(): string;
    heldOut(n: number): string;
    noneHeldOut(): string;
    leftOut(n: number): string;
  };
}

/** From what a person corrected to the Train screen: its signs become a hand, or come to one, and the reader that read them is to learn it. */
export function useReaderLearning({ take, model, words }: Corrections) {
  const datasets = useDatasets();
  const models = useModels();
  const wish = useReadWish();
  const draft = useTrainDraft();
  const router = useRouter();
  const toasts = useToasts();
  const format = useFormat();
  /** What is being done. */
  const going = ref<'keep' | 'begin' | null>(null);

  /** The hand that has them; null: they come to nothing. What became of them is told. */
  async function taken(ready: () => string): Promise<HandInfo | null> {
    const { hand, added, leftOut, heldOut } = await take();
    const isEmpty = hand === null || hand.counts.every((count) => count === 0);
    if (isEmpty || (added === 0 && leftOut > 0 && heldOut === 0)) {
      toasts.show({ title: words.nothing() });
      return null;
    }
    const told = [
      added > 0 ? t('read.learn.taken', { n: added, hand: hand.name }) : null,
      added + heldOut === 0 ? t('read.learn.known', { hand: hand.name }) : null,
      heldOut > 0 ? words.heldOut(heldOut) : added > 0 ? words.noneHeldOut() : null,
      leftOut > 0 ? words.leftOut(leftOut) : null,
    ].filter((each) => each !== null);
    toasts.show({ tone: 'ok', title: ready(), text: format.value.sentences(told) });
    return hand;
  }

  async function once(what: 'keep' | 'begin', work: () => Promise<void>): Promise<void> {
    if (going.value !== null) return;
    going.value = what;
    try {
      await work();
    } catch (thrown) {
      toasts.error(thrown);
    } finally {
      going.value = null;
    }
  }

  /** Takes them, and nothing else. */
  const keep = (): Promise<void> => once('keep', async () => void (await taken(() => t('read.learn.kept'))));

  const begin = (): Promise<void> =>
    once('begin', async () => {
      const hand = await taken(() => t('read.learn.ready'));
      if (hand === null) return;
      await datasets.require(hand.id);
      draft.chooseDataset(hand.id);
      draft.keepDataAsTheyAre();
      const reader = model();
      draft.beginWith(models.lines.some(({ ref }) => ref === reader) ? reader! : wish.model);
      await router.push({ name: 'train' });
    });

  return { going, keep, begin };
}
