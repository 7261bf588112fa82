import { Download, Pencil, Trash2 } from '@lucide/vue';
import { computed } from 'vue';
import type { Form } from '../../../shared/contract/schemas/form.ts';
import { t } from '../../i18n/index.ts';
import { useForms } from '../../stores/forms.ts';
import { useSaveFile } from '../../stores/save-file.ts';
import { useWithUndo } from '../../ui/index.ts';
import type { MenuEntry } from '../../ui/index.ts';

/** What can be done with a template as a whole. */
export function useFormMenu(form: () => Form, rename: () => void) {
  const forms = useForms();
  const save = useSaveFile();
  const withUndo = useWithUndo();

  const exportNow = (): Promise<void> =>
    save(async () => {
      const { name, bytes } = await forms.exported(form().id);
      return { name, content: new Blob([new Uint8Array(bytes)], { type: 'application/json' }) };
    });
  function remove(): Promise<boolean> {
    const { id, name } = form();
    return withUndo({
      act: () => forms.remove(id),
      words: () => ({ title: t('forms.removed', { name }) }),
      undo: () => forms.restore(id),
      restored: t('forms.restored', { name }),
    });
  }
  return computed<MenuEntry[]>(() => [
    { label: t('common.rename'), icon: Pencil, select: rename },
    { label: t('forms.export'), icon: Download, select: () => void exportNow() },
    'separator',
    { label: t('common.delete'), icon: Trash2, danger: true, select: () => void remove() },
  ]);
}
