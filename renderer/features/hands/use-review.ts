import { computed, ref, shallowRef, watch } from 'vue';
import type { HandId, HandSample, SampleId } from '../../../shared/contract/schemas/hand.ts';
import { inSentence } from '../../charts/index.ts';
import { t } from '../../i18n/index.ts';
import { useHands } from '../../stores/hands.ts';
import { useToasts } from '../../ui/index.ts';
import { useUndoable } from '../frame/edit-commands.ts';
import { isReadOtherwise } from './doubt.ts';
import { reversed } from './signs-draft.ts';
import type { SignChange } from './signs-draft.ts';
import type { SamplesInWindow } from './use-samples.ts';

/** Which drawings are shown. `doubtful`: those that the last sitting wants looked at. */
export type Shown = 'all' | 'otherwise' | 'doubtful' | 'deleted';
export const ALL = '*';

interface Change {
  readonly make: () => Promise<void>;
  readonly takeBack: () => Promise<void>;
}

/** Looking through a hand's drawings: filters, what is selected, other labels, deleting; every change can be taken back. */
export function useReview(id: () => HandId, samples: SamplesInWindow) {
  const hands = useHands();
  const toasts = useToasts();
  const doubtful = computed(() => (hands.secondLook?.hand === id() ? hands.secondLook.samples : null));
  const shown = ref<Shown>(doubtful.value ? 'doubtful' : 'all');
  const sign = ref(ALL);
  const sitting = ref(ALL);
  const selected = shallowRef<ReadonlySet<SampleId>>(new Set());

  const isShown = (sample: HandSample): boolean => {
    if (sample.deleted !== (shown.value === 'deleted')) return false;
    if (shown.value === 'otherwise') return isReadOtherwise(sample);
    return shown.value !== 'doubtful' || (doubtful.value?.has(sample.id) ?? false);
  };
  /** The newest last, as they were made. */
  const list = computed(() =>
    samples.all.value.filter(
      (sample) =>
        isShown(sample) &&
        (sign.value === ALL || sample.label === sign.value) &&
        (sitting.value === ALL || sample.sitting === sitting.value),
    ),
  );
  // What is no longer shown is not selected either.
  watch(list, (now) => {
    const there = new Set(now.map((sample) => sample.id));
    const left = [...selected.value].filter((each) => there.has(each));
    if (left.length < selected.value.size) selected.value = new Set(left);
  });

  const past = shallowRef<readonly Change[]>([]);
  const future = shallowRef<readonly Change[]>([]);

  /** Resolves to whether it was made; an error is shown. */
  async function make(change: Change, words: string): Promise<boolean> {
    try {
      await change.make();
      [past.value, future.value] = [[...past.value, change], []];
      toasts.show({ title: words, action: { label: t('common.undo'), run: () => inTurn(() => takeBack(change)) } });
      return true;
    } catch (thrown) {
      toasts.error(thrown);
      return false;
    }
  }

  /** Of one that was taken back already, as by a key before its notice's button, nothing comes. */
  async function takeBack(change: Change | undefined): Promise<void> {
    if (change === undefined || !past.value.includes(change)) return;
    await change.takeBack();
    past.value = past.value.filter((other) => other !== change);
    future.value = [...future.value, change];
  }
  async function makeAgain(change: Change | undefined): Promise<void> {
    if (change === undefined) return;
    await change.make();
    future.value = future.value.filter((other) => other !== change);
    past.value = [...past.value, change];
  }

  let turn: Promise<unknown> = Promise.resolve();
  /** Keys come faster than the host answers: each finds what the one before it has left. */
  function inTurn(step: () => Promise<void>): Promise<void> {
    const own = turn.then(step);
    turn = own.catch(() => undefined);
    return own;
  }
  const undo = (): void => void inTurn(() => takeBack(past.value.at(-1))).catch(toasts.error);
  const redo = (): void => void inTurn(() => makeAgain(future.value.at(-1))).catch(toasts.error);
  useUndoable({ undo, redo });

  const chosen = (): HandSample[] => list.value.filter((sample) => selected.value.has(sample.id));

  /** Gives what is selected another label. */
  async function relabel(label: string): Promise<void> {
    const changed = chosen().filter((sample) => sample.label !== label && !sample.deleted);
    if (changed.length === 0) return;
    const own = id();
    const labels = (of: (sample: HandSample) => string) =>
      changed.map((sample) => ({ sample: sample.id, label: of(sample) }));
    await make(
      {
        make: () =>
          hands.relabel(
            own,
            labels(() => label),
          ),
        takeBack: () =>
          hands.relabel(
            own,
            labels((sample) => sample.label),
          ),
      },
      t('hands.review.relabelled', { n: changed.length, name: inSentence(label) }),
    );
  }

  /** Deletes what is selected, or takes it back where deleted drawings are shown. */
  async function deleteOrRestore(): Promise<void> {
    const changed = chosen();
    if (changed.length === 0) return;
    const own = id();
    const ids = changed.map((sample) => sample.id);
    const [remove, restore] = [() => hands.deleteSamples(own, ids), () => hands.restore(own, ids)];
    const back = shown.value === 'deleted';
    await make(
      back ? { make: restore, takeBack: remove } : { make: remove, takeBack: restore },
      t(back ? 'hands.review.restored' : 'hands.review.deleted', { n: ids.length }),
    );
  }

  /** Gives the hand other signs. Resolves to whether it has them. */
  async function changeSigns(signs: SignChange[]): Promise<boolean> {
    const own = id();
    const back = reversed(hands.byId.get(own)?.classes ?? [], signs);
    const change = {
      make: () => hands.changeSigns(own, signs),
      takeBack: () => hands.changeSigns(own, back),
    };
    const done = await make(change, t('hands.editSigns.saved'));
    // What was filtered by may have another name now.
    if (done) sign.value = ALL;
    return done;
  }

  return { shown, sign, sitting, doubtful, selected, list, relabel, deleteOrRestore, changeSigns };
}

export type ReviewInWindow = ReturnType<typeof useReview>;
