import type { UserPreset } from '../../../shared/contract/schemas/preset.ts';
import { t } from '../../i18n/index.ts';
import { usePresets } from '../../stores/presets.ts';
import { useSaveFile } from '../../stores/save-file.ts';
import { useTrainDraft } from '../../stores/train-draft.ts';
import { useConfirm, useToasts, useWithUndo } from '../../ui/index.ts';

/** What a person can do with presets of their own. Only `save` and `rename` reject: their dialog stays open then. */
export function usePresetActions() {
  const presets = usePresets();
  const draft = useTrainDraft();
  const toasts = useToasts();
  const withUndo = useWithUndo();
  const saveFile = useSaveFile();
  const { confirm } = useConfirm();
  const told = (key: 'saved' | 'imported', name: string): void =>
    void toasts.show({ tone: 'ok', title: t(`model.own.${key}`, { name }) });

  /** Saves the current choices as a new preset and chooses it. */
  async function save(name: string): Promise<void> {
    const saved = await presets.save(name, draft.model, draft.recipe);
    draft.takePreset(saved);
    told('saved', saved.name);
  }

  const rename = async ({ id, model, recipe }: UserPreset, name: string): Promise<void> =>
    void (await presets.save(name, model, recipe, id));

  async function replace({ id, name }: UserPreset): Promise<void> {
    const sure = await confirm({
      title: t('model.own.replaceTitle', { name }),
      text: t('model.own.replaceBody'),
      action: t('model.own.replaceAction'),
    });
    if (!sure) return;
    try {
      draft.takePreset(await presets.save(name, draft.model, draft.recipe, id));
      told('saved', name);
    } catch (thrown) {
      toasts.error(thrown);
    }
  }

  /** Removes a preset, with undo in a toast. */
  const remove = ({ id, name, model, recipe }: UserPreset): Promise<boolean> =>
    withUndo({
      act: () => presets.remove(id),
      words: () => ({ title: t('model.own.removed', { name }) }),
      undo: () => presets.save(name, model, recipe),
      restored: t('model.own.restored', { name }),
    });

  const exportFile = ({ id }: UserPreset): Promise<void> =>
    saveFile(async () => {
      const { name, text } = await presets.exported(id);
      return { name, content: new Blob([text], { type: 'application/json' }) };
    });

  /** Imports a preset from the file of a handle and chooses it. */
  async function importFrom(handle: string): Promise<void> {
    const preset = await presets.importFrom(handle);
    draft.takePreset(preset);
    told('imported', preset.name);
  }

  return { save, rename, replace, remove, exportFile, importFrom };
}
