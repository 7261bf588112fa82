import type { BatchInfo } from '../../../shared/contract/schemas/batch.ts';
import { t } from '../../i18n/index.ts';
import { useBatches } from '../../stores/batches.ts';
import { useReaderLearning } from '../read/use-reader-learning.ts';

/** As many letters as a hand's name may have. */
const LONGEST = 80;

/**
 * From what a person decided in a batch to the Train screen: its signs become a hand of their own, but for those of every fourth page,
 * which are kept to measure the gain, and the reader that the batch was read with is to learn them.
 */
export function useBatchLearning(batch: () => BatchInfo | null) {
  const batches = useBatches();
  const { going, begin } = useReaderLearning({
    async take() {
      const { id, name } = batch()!;
      const hand = t('forms.learn.hand', { batch: name }).slice(0, LONGEST);
      return batches.signs({ id, hand: null, name: hand, holdOut: true });
    },
    model: () => batch()?.model ?? null,
    words: {
      nothing: () => t('forms.learn.nothing'),
      heldOut: (n) => t('forms.learn.heldOut', { n }),
      noneHeldOut: () => t('forms.learn.noneHeldOut'),
      leftOut: (n) => t('forms.learn.leftOut', { n }),
    },
  });
  return { going, begin };
}
