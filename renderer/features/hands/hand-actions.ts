import type { HandInfo } from '../../../shared/contract/schemas/hand.ts';
import { t } from '../../i18n/index.ts';
import { useHands } from '../../stores/hands.ts';
import { useSaveFile } from '../../stores/save-file.ts';
import { useToasts, useWithUndo } from '../../ui/index.ts';

export type ExportKind = 'strokes' | 'idx' | 'png';

/** Actions on a hand that several screens share; errors are shown. Call it in setup. */
export function useHandActions() {
  const hands = useHands();
  const toasts = useToasts();
  const withUndo = useWithUndo();
  const save = useSaveFile();

  /** Moves a hand to the trash, with undo in a toast. Resolves to whether it was moved. */
  const remove = ({ id, name }: HandInfo): Promise<boolean> =>
    withUndo({
      act: () => hands.remove(id),
      words: () => ({ title: t('hands.removed', { name }) }),
      undo: () => hands.restoreHand(id),
      restored: t('hands.restored', { name }),
    });

  async function rename({ id }: HandInfo, name: string): Promise<void> {
    await hands.rename(id, name);
    toasts.show({ tone: 'ok', title: t('hands.renamed') });
  }

  const exportAs = ({ id }: HandInfo, kind: ExportKind): Promise<void> =>
    save(async () => {
      const { name, bytes, leftOut } = await hands.exported(id, kind);
      if (leftOut > 0) toasts.show({ title: t('hands.leftOut', { n: leftOut }) });
      return { name, content: new Blob([new Uint8Array(bytes)]) };
    });

  return { remove, rename, exportAs };
}
