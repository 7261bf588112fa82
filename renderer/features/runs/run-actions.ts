import type { RunSummary } from '../../../shared/contract/schemas/run-summary.ts';
import { t } from '../../i18n/index.ts';
import { useRuns } from '../../stores/runs.ts';
import { useToasts } from '../../ui/index.ts';

/** Actions on a run that several screens share; errors are shown. Call it in setup. */
export function useRunActions() {
  const runs = useRuns();
  const toasts = useToasts();

  /** Moves a run to the trash, with undo in a toast. Resolves to whether it was moved. */
  async function remove({ id, spec: { name } }: RunSummary): Promise<boolean> {
    const restore = async (): Promise<void> => {
      await runs.restore(id);
      toasts.show({ tone: 'ok', title: t('runs.restored', { name }) });
    };
    try {
      await runs.remove(id);
      toasts.show({ title: t('runs.deleted', { name }), action: { label: t('runs.undo'), run: restore } });
      return true;
    } catch (thrown) {
      toasts.error(thrown);
      return false;
    }
  }

  const pause = (id: string): Promise<void> => runs.pause(id).catch(toasts.error);
  const resume = (id: string): Promise<void> => runs.resume(id).catch(toasts.error);
  const stop = (id: string): Promise<void> => runs.stop(id).catch(toasts.error);

  return { remove, pause, resume, stop };
}
