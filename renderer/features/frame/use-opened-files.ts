import { watch } from 'vue';
import { isNavigationFailure, NavigationFailureType, useRouter, type RouteLocationRaw } from 'vue-router';
import type { FileKind } from '../../../shared/file-types.ts';
import { errorWords, t } from '../../i18n/index.ts';
import { useOpenedFiles } from '../../stores/opened-files.ts';
import { useToasts } from '../../ui/index.ts';

/** The screen that takes in files of a kind. */
const PLACES: Readonly<Record<FileKind, RouteLocationRaw>> = {
  run: { name: 'import-run' },
  preset: { name: 'train-step', params: { step: 'model' } },
  recipe: { name: 'train-step', params: { step: 'recipe' } },
  hand: { name: 'hands' },
  model: { name: 'models' },
  lesson: { name: 'learn' },
};

/** For the frame: goes where a file that the program was opened with is taken in, and says of others why they are not. */
export function useFilesToOpen(): void {
  const files = useOpenedFiles();
  const router = useRouter();
  const toasts = useToasts();
  watch(
    () => files.next,
    async (file) => {
      if (file === null) return;
      await router.isReady();
      const failure = await router.push(PLACES[file.kind]);
      // Who would lose something on the present screen may stay there.
      if (isNavigationFailure(failure, NavigationFailureType.aborted)) files.done(file);
    },
    { immediate: true },
  );
  watch(
    () => files.refused,
    (refused) => {
      for (const { name, error } of refused) {
        const words = error && errorWords(error);
        if (words) toasts.show({ tone: 'error', title: words.title, text: words.why });
        else toasts.show({ tone: 'error', title: t('frame.opened.unknown', { name }), text: t('frame.opened.kinds') });
      }
    },
    { immediate: true },
  );
}
