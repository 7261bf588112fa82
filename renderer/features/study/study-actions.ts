import { CirclePlus, Pause, Pencil, Play, Square, Trash2 } from '@lucide/vue';
import type { StudyId, StudyInfo } from '../../../shared/contract/schemas/study.ts';
import { t } from '../../i18n/index.ts';
import { useStudies } from '../../stores/studies.ts';
import { useConfirm, useToasts, useWithUndo, type MenuEntry } from '../../ui/index.ts';

/** Whether a study would have something to do if it were resumed as it is. */
export const isUnfinished = ({ status }: Pick<StudyInfo, 'status'>): boolean =>
  status === 'paused' || status === 'interrupted' || status === 'stopped';

/** Whether it can be paused and stopped here: it goes, and no other process has it going. */
export const goesHere = ({ status, heldBy }: Pick<StudyInfo, 'status' | 'heldBy'>): boolean =>
  status === 'running' && heldBy === null;

/** What can be done with a study, from the list and from its page; errors are shown. Call it in setup. */
export function useStudyActions() {
  const studies = useStudies();
  const toasts = useToasts();
  const withUndo = useWithUndo();
  const { confirm } = useConfirm();

  /** Moves it to the trash, with undo in a toast. Resolves to whether it was moved. */
  const remove = ({ id, spec: { name } }: StudyInfo): Promise<boolean> =>
    withUndo({
      act: () => studies.remove(id),
      words: () => ({ title: t('study.deleted', { name }) }),
      undo: () => studies.restore(id),
      restored: t('study.restored', { name }),
    });
  const pause = (id: StudyId): Promise<void> => studies.pause(id).catch(toasts.error);
  const resume = (id: StudyId): Promise<void> => studies.resume(id).catch(toasts.error);
  async function stop(id: StudyId): Promise<void> {
    const question = { title: t('study.stopTitle'), text: t('study.stopBody'), action: t('study.stop') };
    if (await confirm(question)) await studies.stop(id).catch(toasts.error);
  }
  return { remove, pause, resume, stop };
}

export interface StudyDialogs {
  readonly rename: (study: StudyInfo) => void;
  /** Asks for a larger budget. */
  readonly extend: (study: StudyInfo) => void;
}

/** The menu of a study: what its page has buttons for is in the list's menu alone. */
export function useStudyMenu({ rename, extend }: StudyDialogs) {
  const actions = useStudyActions();

  function stateItems(study: StudyInfo): MenuEntry[] {
    const { id } = study;
    if (goesHere(study)) return [{ label: t('study.pause'), icon: Pause, select: () => void actions.pause(id) }];
    return isUnfinished(study) ? [{ label: t('study.resume'), icon: Play, select: () => void actions.resume(id) }] : [];
  }
  /** What stands in both menus. */
  function moreItems(study: StudyInfo, remove: () => void): MenuEntry[] {
    const canStop = goesHere(study) || study.status === 'paused' || study.status === 'interrupted';
    return [
      ...(study.status === 'running'
        ? []
        : [
            {
              label: t(study.status === 'finished' ? 'study.goOn' : 'study.resumeWith'),
              icon: CirclePlus,
              select: () => extend(study),
            },
          ]),
      ...(canStop ? [{ label: t('study.stop'), icon: Square, select: () => void actions.stop(study.id) }] : []),
      { label: t('study.rename'), icon: Pencil, kbd: 'F2', select: () => rename(study) },
      'separator',
      { label: t('study.delete'), icon: Trash2, kbd: 'Delete', danger: true, select: remove },
    ];
  }
  const itemsOf = (study: StudyInfo): MenuEntry[] => [
    ...stateItems(study),
    ...moreItems(study, () => void actions.remove(study)),
  ];
  function onKey(event: KeyboardEvent, study: StudyInfo): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'F2') rename(study);
    else if (event.key === 'Delete') void actions.remove(study);
  }
  return { itemsOf, moreItems, onKey };
}
