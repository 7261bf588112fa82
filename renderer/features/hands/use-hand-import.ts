import { ref } from 'vue';
import type { HandId, HandInfo } from '../../../shared/contract/schemas/hand.ts';
import { t } from '../../i18n/index.ts';
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

/** Brings files of pen strokes or of labelled images into a hand (null: into a new one, named after the file), by dialog or drop. Says how it went. */
export function useHandImport(hand: () => HandId | null, done: (hand: HandInfo) => void = () => undefined) {
  const hands = useHands();
  const host = useHost();
  const toasts = useToasts();
  const busy = ref(false);

  async function bring(source: () => Promise<Source | null>): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    try {
      const from = await source();
      if (from === null) return;
      const name = from.name.replace(/\.[a-z0-9]{1,8}$/i, '').slice(0, 80) || from.name.slice(0, 80);
      const result = await hands.importFrom({ handle: from.handle, hand: hand(), name });
      const more = [
        result.skipped > 0 ? t('hands.import.skipped', { n: result.skipped }) : null,
        ...result.mends.flatMap((mend) => (isOfPixels(mend) ? t(`hands.import.mended.${mend}`) : [])),
        hand() !== null && result.newClasses.length > 0
          ? t('hands.import.newSigns', { names: result.newClasses })
          : null,
      ].filter((words) => words !== null);
      const title = t('hands.import.done', { n: result.added, name: result.hand.name });
      toasts.show({ tone: 'ok', title, text: more.join(' ') || undefined });
      done(result.hand);
    } catch (thrown) {
      toasts.error(thrown);
    } finally {
      busy.value = false;
    }
  }

  const upload = async (dropped: Dropped | null): Promise<Source | null> =>
    dropped && {
      handle: await uploadFiles(dropped, new AbortController().signal, () => undefined),
      name: dropped.name,
    };

  const pick = (): Promise<void> => bring(() => host.call('files.pick', { kind: 'data' }));
  const chosen = (files: readonly File[]): Promise<void> => bring(() => upload(filesOfDialog(files)));
  const drop = (event: DragEvent): Promise<void> =>
    bring(async () => {
      const content = await contentOfDrop(event);
      return 'placed' in content ? host.call('files.dropped', { drop: content.placed }) : upload(content.dropped);
    });

  return { busy, pick, chosen, drop };
}
