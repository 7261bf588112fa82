import { computed, shallowRef, watch } from 'vue';
import type { ComputedRef, Ref } from 'vue';
import type { Inspection, KeptCounts, Mend } from '../../../shared/contract/schemas/import.ts';
import type { MendedClasses } from '../../../shared/data/mends.ts';
import { useHost } from '../../stores/host.ts';

/** Mends that leave out images of which an inspection's counts do not say what class they are: the host works out what is left. */
const LEAVE_OUT: readonly Mend[] = ['duplicates-across', 'duplicates-within', 'blank-images'];

export interface ImportWishes {
  readonly inspection: Readonly<Ref<Inspection | null>>;
  readonly mends: Readonly<Ref<readonly Mend[]>>;
  readonly testFraction: Readonly<Ref<number>>;
  readonly mended: ComputedRef<MendedClasses>;
}

/**
 * Images of each class that an import would keep, by the classes that are left after its mends: `train` has those that the files
 * assign to no part, too, as long as nothing is left out of them. While the host works it out, the last numbers of these classes stay.
 */
export function useKeptCounts({ inspection, mends, testFraction, mended }: ImportWishes): ComputedRef<KeptCounts> {
  const host = useHost();
  const told = shallowRef<{ readonly counts: KeptCounts; readonly classes: readonly string[] } | null>(null);
  let isAsking = false;

  /** One question at a time; what changes meanwhile is asked afterwards. */
  async function ask(): Promise<void> {
    if (isAsking) return;
    isAsking = true;
    for (let wish = wishOf(); wish !== null;) {
      const { classes, ...choice } = wish;
      const counts = await host.call('datasets.importCounts', choice).catch(() => null);
      told.value = counts && { counts, classes };
      const next = wishOf();
      wish = JSON.stringify(next) === JSON.stringify(wish) ? null : next;
    }
    isAsking = false;
  }

  function wishOf() {
    const id = inspection.value?.set ? inspection.value.id : null;
    if (id === null || !mends.value.some((mend) => LEAVE_OUT.includes(mend))) return null;
    const { classes } = mended.value;
    return { inspection: id, testFraction: testFraction.value, mends: [...mends.value], classes };
  }

  watch(inspection, () => (told.value = null));
  watch([inspection, mends, testFraction], () => void ask(), { immediate: true });

  return computed(() => {
    const { classes, places } = mended.value;
    const isTold = mends.value.some((mend) => LEAVE_OUT.includes(mend));
    if (isTold && told.value && JSON.stringify(told.value.classes) === JSON.stringify(classes))
      return told.value.counts;
    const { whole = [], train = [], test = [] } = inspection.value?.counts ?? {};
    const kept = { train: new Array<number>(classes.length).fill(0), test: new Array<number>(classes.length).fill(0) };
    places.forEach((place, i) => {
      if (place < 0) return;
      kept.train[place]! += whole[i]! + train[i]!;
      kept.test[place]! += test[i]!;
    });
    return kept;
  });
}
