import { onBeforeRouteLeave, onBeforeRouteUpdate, type RouteLocationNormalized } from 'vue-router';
import { t } from '../../i18n/index.ts';
import { useModelEditor } from '../../stores/model-editor.ts';
import { useConfirm, useHoldBack } from '../../ui/index.ts';
import type { Autosave } from './use-autosave.ts';

/**
 * Saves before another page or another model is opened, and asks where that was refused, or where a person has yet to choose between
 * two windows' states: what is not saved is gone then. `shown`: the address of what the editor holds. Says whether it is just being left: going to
 * an address of its own then would end the way there.
 */
export function useLeaveGuard(save: Autosave, shown: () => string | null): { readonly isLeaving: () => boolean } {
  const editor = useModelEditor();
  const { confirm } = useConfirm();
  let leaving = false;
  async function mayLeave(to: RouteLocationNormalized): Promise<boolean> {
    // What is edited has only got an address of its own.
    if (to.name === 'model' && to.params['id'] === shown()) return true;
    leaving = true;
    try {
      do await save.flush();
      while (save.state.value === 'saving');
    } finally {
      leaving = false;
    }
    const unsaved = unsavedAs(save);
    if (unsaved === null) return true;
    return confirm({
      title: t('editor.leave.title', { name: editor.name }),
      text: t(`editor.leave.${unsaved}`),
      action: t('editor.leave.action'),
      danger: true,
    });
  }
  onBeforeRouteLeave(mayLeave);
  onBeforeRouteUpdate(mayLeave);
  useHoldBack(() => unsavedAs(save) !== null);
  return { isLeaving: () => leaving };
}

/** Why what is edited is not saved, and will not be by itself. */
function unsavedAs({ state: { value } }: Autosave): 'failed' | 'conflict' | null {
  return value === 'failed' || value === 'conflict' ? value : null;
}
