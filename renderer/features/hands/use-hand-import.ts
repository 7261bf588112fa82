import { ref, shallowRef } from 'vue';
import { AppError } from '../../../shared/contract/errors.ts';
import type { HandId, HandInfo } from '../../../shared/contract/schemas/hand.ts';
import { t, useFormat } from '../../i18n/index.ts';
import { useHands } from '../../stores/hands.ts';
import { useHost } from '../../stores/host.ts';
import { useToasts } from '../../ui/index.ts';
import { contentOfDrop, filesOfDialog } from '../datasets/dropped-files.ts';
import type { Dropped } from '../datasets/dropped-files.ts';
import { uploadFiles } from '../datasets/upload-files.ts';

const OF_PIXELS = ['inverted', 'transposed', 'values-low'] as const;
const isOfPixels = (mend: string): mend is (typeof OF_PIXELS)[number] => OF_PIXELS.some((each) => each === mend);

interface Source {
  readonly handle: string;
  readonly name: string;
}

/** Pictures that do not say what they show, which the user may. */
export interface Unnamed {
  readonly source: Source;
  readonly count: number;
}

/**
 * Brings files of pen strokes or of labelled images into a hand (null: into a new one, named after the file), by dialog or drop. Says how
 * it went. Of pictures for a hand that do not say what they show, it waits for the user to name their sign.
 */
export function useHandImport(hand: () => HandId | null, done: (hand: HandInfo) => void = () => undefined) {
  const hands = useHands();
  const host = useHost();
  const toasts = useToasts();
  const format = useFormat();
  const busy = ref(false);
  const unnamed = shallowRef<Unnamed | null>(null);
  /** The import that goes on, if there is one. */
  let current = Promise.resolve();

  type GetSource = () => Promise<Source | null>;
  /** Nothing while another one goes on. */
  const bring = (source: GetSource): Promise<void> => (busy.value ? Promise.resolve() : (current = bringNow(source)));
  async function bringNow(source: GetSource): Promise<void> {
    busy.value = true;
    try {
      const from = await source();
      if (from) await keepOrAsk(from);
    } catch (thrown) {
      toasts.error(thrown);
    } finally {
      busy.value = false;
    }
  }

  async function keepOrAsk(source: Source): Promise<void> {
    try {
      await keep(source);
    } catch (thrown) {
      // A new hand needs more than one sign.
      if (hand() === null || !(thrown instanceof AppError) || thrown.code !== 'picture-classes-missing') throw thrown;
      unnamed.value = { source, count: Number(thrown.params['count']) };
    }
  }

  /** Throws what `hands.import` throws. */
  async function keep({ handle, name: file }: Source, sign?: string): Promise<void> {
    const name = file.replace(/(\.strokes)?\.[a-z0-9]{1,8}$/i, '').slice(0, 80) || file.slice(0, 80);
    const named = sign === undefined ? {} : { sign };
    const result = await hands.importFrom({ handle, hand: hand(), name, ...named });
    const more = [
      result.skipped > 0 ? t('hands.import.skipped', { n: result.skipped }) : null,
      ...result.mends.flatMap((mend) => (isOfPixels(mend) ? t(`hands.import.mended.${mend}`) : [])),
      hand() !== null && result.newClasses.length > 0 ? t('hands.import.newSigns', { names: result.newClasses }) : null,
    ].filter((words) => words !== null);
    const title = t('hands.import.done', { n: result.added, name: result.hand.name });
    toasts.show({ tone: 'ok', title, text: format.value.sentences(more) || undefined });
    done(result.hand);
  }

  const upload = async (dropped: Dropped | null): Promise<Source | null> =>
    dropped && {
      handle: await uploadFiles(dropped, new AbortController().signal, () => undefined),
      name: dropped.name,
    };

  /** A file that is known already, when the import that goes on has ended. */
  const take = (file: Source): Promise<void> => (current = current.then(() => bringNow(() => Promise.resolve(file))));
  const pick = (): Promise<void> => bring(() => host.call('files.pick', { kind: 'data' }));
  const chosen = (files: readonly File[]): Promise<void> => bring(() => upload(filesOfDialog(files)));
  const drop = (event: DragEvent): Promise<void> =>
    bring(async () => {
      const content = await contentOfDrop(event);
      return 'placed' in content ? host.call('files.dropped', { drop: content.placed }) : upload(content.dropped);
    });

  return { busy, unnamed, keep, take, pick, chosen, drop };
}
