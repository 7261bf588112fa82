import { t } from '../i18n/index.ts';
import { useToasts } from './toasts.ts';
import type { ToastOptions } from './toasts.ts';

/** Something that can be taken back for a while. */
export interface Deed<Done> {
  readonly act: () => Promise<Done>;
  /** What to say of it; null: nothing was done. */
  readonly words: (done: Done) => ToastOptions | null;
  readonly undo: (done: Done) => Promise<unknown>;
  /** What to say once it is taken back; absent: the screen says it. */
  readonly restored?: string;
}

/** Does something at once and offers the way back in a toast, in place of a question before. Errors are shown. Resolves to whether it was done. */
export function useWithUndo(): <Done>(what: Deed<Done>) => Promise<boolean> {
  const toasts = useToasts();
  return async ({ act, words, undo, restored }) => {
    try {
      const done = await act();
      const said = words(done);
      if (said === null) return false;
      const run = async (): Promise<void> => {
        await undo(done);
        if (restored !== undefined) toasts.show({ tone: 'ok', title: restored });
      };
      toasts.show({ ...said, action: { label: t('common.undo'), run } });
      return true;
    } catch (thrown) {
      toasts.error(thrown);
      return false;
    }
  };
}
