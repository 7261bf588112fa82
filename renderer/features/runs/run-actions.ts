import type { RunSummary } from '../../../shared/contract/schemas/run-summary.ts';
import { t } from '../../i18n/index.ts';
import { useRuns } from '../../stores/runs.ts';
import { useToasts, useWithUndo } from '../../ui/index.ts';

/** Actions on a run that several screens share; errors are shown. Call it in setup. */
export function useRunActions() {
  const runs = useRuns();
  const toasts = useToasts();
  const withUndo = useWithUndo();

  /** Moves a run to the trash, with undo in a toast. Resolves to whether it was moved. */
  const remove = ({ id, spec: { name } }: RunSummary): Promise<boolean> =>
    withUndo({
      act: () => runs.remove(id),
      words: () => ({ title: t('runs.deleted', { name }) }),
      undo: () => runs.restore(id),
      restored: t('runs.restored', { name }),
    });

  const pause = (id: string): Promise<void> => runs.pause(id).catch(toasts.error);
  const resume = (id: string): Promise<void> => runs.resume(id).catch(toasts.error);
  const stop = (id: string): Promise<void> => runs.stop(id).catch(toasts.error);

  return { remove, pause, resume, stop };
}
