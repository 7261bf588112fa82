import { ref } from 'vue';
import { useRouter } from 'vue-router';
import type { BatchInfo } from '../../../shared/contract/schemas/batch.ts';
import { t, useFormat } from '../../i18n/index.ts';
import { useBatches } from '../../stores/batches.ts';
import { useDatasets } from '../../stores/datasets.ts';
import { useModels } from '../../stores/models.ts';
import { useReadWish } from '../../stores/read-wish.ts';
import { useTrainDraft } from '../../stores/train-draft.ts';
import { useToasts } from '../../ui/index.ts';

/** As many letters as a hand's name may have. */
const LONGEST = 80;

/**
 * From what a person decided in a batch to the Train screen: its signs become a hand of their own, but for those of every fourth page,
 * which are kept to measure the gain, and the reader that the batch was read with is to learn them.
 */
export function useBatchLearning(batch: () => BatchInfo | null) {
  const batches = useBatches();
  const datasets = useDatasets();
  const models = useModels();
  const wish = useReadWish();
  const draft = useTrainDraft();
  const router = useRouter();
  const toasts = useToasts();
  const format = useFormat();
  const going = ref(false);

  async function begin(): Promise<void> {
    const own = batch();
    if (own === null || going.value) return;
    going.value = true;
    try {
      const name = t('forms.learn.hand', { batch: own.name }).slice(0, LONGEST);
      const { hand, added, leftOut, heldOut } = await batches.signs({ id: own.id, hand: null, name, holdOut: true });
      if (hand === null || added === 0) return void toasts.show({ title: t('forms.learn.nothing') });
      await datasets.require(hand.id);
      draft.chooseDataset(hand.id);
      draft.keepDataAsTheyAre();
      draft.beginWith(models.lines.some(({ ref }) => ref === own.model) ? own.model : wish.model);
      const told = [
        t('forms.learn.taken', { n: added, hand: hand.name }),
        heldOut > 0 ? t('forms.learn.heldOut', { n: heldOut }) : t('forms.learn.noneHeldOut'),
        ...(leftOut > 0 ? [t('forms.learn.leftOut', { n: leftOut })] : []),
      ];
      toasts.show({ tone: 'ok', title: t('forms.learn.ready'), text: format.value.sentences(told) });
      await router.push({ name: 'train' });
    } catch (thrown) {
      toasts.error(thrown);
    } finally {
      going.value = false;
    }
  }
  return { going, begin };
}
