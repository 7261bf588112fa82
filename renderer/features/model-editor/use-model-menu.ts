import { ClipboardCopy, CopyPlus, History, Pencil, ScanSearch, Share, SlidersHorizontal, Trash2 } from '@lucide/vue';
import { computed, type Ref } from 'vue';
import { useRouter } from 'vue-router';
import type { Architecture } from '../../../shared/contract/schemas/architecture.ts';
import { layersToText } from '../../../shared/model/edit/clipboard.ts';
import { t } from '../../i18n/index.ts';
import { useArchitectures } from '../../stores/architectures.ts';
import { useModelEditor } from '../../stores/model-editor.ts';
import type { ModelToExport } from '../export/use-model-export.ts';
import { modelName } from '../train/model-name.ts';
import { copyText, useToasts, useWithUndo, type MenuEntry } from '../../ui/index.ts';

/** Removes an architecture, with the way back for a while. */
export function useRemoveArchitecture(): (one: Architecture) => Promise<boolean> {
  const architectures = useArchitectures();
  const withUndo = useWithUndo();
  return ({ id, name }) =>
    withUndo({
      act: () => architectures.remove(id),
      words: () => ({ title: t('editor.removed', { name }) }),
      undo: () => architectures.restore(id),
    });
}

interface Openers {
  readonly rename: () => void;
  readonly versions: () => void;
  readonly task: () => void;
  readonly exportModel: (model: ModelToExport) => void;
}

/** What the editor's menu offers; some of it only for an architecture of the user's own. */
export function useModelMenu(
  own: Readonly<Ref<Architecture | null>>,
  { rename, versions, task, exportModel }: Openers,
) {
  const editor = useModelEditor();
  const architectures = useArchitectures();
  const router = useRouter();
  const toasts = useToasts();
  const removeOne = useRemoveArchitecture();

  async function duplicate(): Promise<void> {
    try {
      const name = architectures.freeName(t('editor.copyOf', { name: editor.name }));
      const copy = await architectures.create(name, editor.content);
      toasts.show({ tone: 'ok', title: t('editor.duplicated', { name }) });
      await router.push({ name: 'model', params: { id: copy.id } });
    } catch (thrown) {
      toasts.error(thrown);
    }
  }
  async function remove(): Promise<void> {
    const one = own.value;
    if (!one) return;
    await router.push({ name: 'models' });
    await removeOne(one);
  }

  return computed<MenuEntry[]>(() => {
    const disabled = own.value === null;
    // An architecture that was made of a trained model has other weights than it, or none.
    const model = disabled ? editor.origin : null;
    const evaluate = (): void => void router.push({ name: 'evaluations', query: { model } });
    return [
      ...(model === null
        ? []
        : [
            { label: t('run.evaluate'), icon: ScanSearch, select: evaluate },
            {
              label: t('modelExport.action'),
              icon: Share,
              select: () => exportModel({ ref: model, name: modelName(model, editor.name) }),
            },
          ]),
      { label: t('editor.actions.task'), icon: SlidersHorizontal, select: task },
      { label: t('editor.actions.rename'), icon: Pencil, disabled, select: rename },
      { label: t('editor.actions.duplicate'), icon: CopyPlus, select: () => void duplicate() },
      { label: t('editor.actions.versions'), icon: History, disabled, select: versions },
      {
        label: t('editor.actions.copyAll'),
        icon: ClipboardCopy,
        select: () => void copyText(layersToText(editor.present.layers)),
      },
      'separator',
      { label: t('editor.actions.remove'), icon: Trash2, danger: true, disabled, select: () => void remove() },
    ];
  });
}
