import { isActive } from '../../../shared/contract/schemas/run.ts';
import type { MarksChange, RunId } from '../../../shared/contract/schemas/run.ts';
import type { RunSummary } from '../../../shared/contract/schemas/run-summary.ts';
import { runsCsv } from '../../../shared/runs/table/csv.ts';
import { t } from '../../i18n/index.ts';
import { useRuns } from '../../stores/runs.ts';
import { useSaveFile } from '../../stores/save-file.ts';
import { useToasts, useWithUndo } from '../../ui/index.ts';

/** What is done with several runs at once, one after the other; of those that refuse, the first tells why. Call it in setup. */
export function useBulkActions() {
  const runs = useRuns();
  const toasts = useToasts();
  const withUndo = useWithUndo();
  const saveFile = useSaveFile();

  /** Gives those for which it went well. */
  async function each(ids: readonly RunId[], act: (id: RunId) => Promise<void>): Promise<RunId[]> {
    const done: RunId[] = [];
    const refused: unknown[] = [];
    for (const id of ids)
      await act(id).then(
        () => done.push(id),
        (thrown: unknown) => refused.push(thrown),
      );
    if (refused.length > 0) toasts.error(refused[0]);
    if (refused.length > 1) toasts.show({ tone: 'error', title: t('runTable.refused', { n: refused.length }) });
    return done;
  }
  const idsOf = (of: readonly RunSummary[]): RunId[] => of.map(({ id }) => id);

  async function mark(of: readonly RunSummary[], change: MarksChange): Promise<void> {
    await each(idsOf(of), (id) => runs.mark(id, change));
  }

  /** Stars all of them, or none where all have one. */
  const star = (of: readonly RunSummary[]): Promise<void> =>
    mark(of, { starred: !of.every(({ marks }) => marks?.starred === true) });

  /** To the trash, with undo in a toast. Runs that train or wait stay. */
  async function remove(of: readonly RunSummary[]): Promise<void> {
    const ended = of.filter(({ status }) => !isActive(status));
    const text = ended.length < of.length ? t('runTable.activeLeft') : undefined;
    if (ended.length === 0) return void toasts.show({ title: t('runTable.activeLeft') });
    await withUndo({
      act: () => each(idsOf(ended), (id) => runs.remove(id)),
      words: (removed) =>
        removed.length === 0 ? null : { title: t('runTable.deletedMany', { n: removed.length }), text },
      undo: async (removed) => {
        const back = await each(removed, (id) => runs.restore(id));
        toasts.show({ tone: 'ok', title: t('runTable.restoredMany', { n: back.length }) });
      },
    });
  }

  const exportCsv = (of: readonly RunSummary[]): Promise<void> =>
    saveFile(() => ({ name: 'runs.csv', content: new Blob([runsCsv(of)], { type: 'text/csv' }) }));

  return { mark, star, remove, exportCsv };
}
