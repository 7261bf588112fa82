import type { Run } from '../../../shared/contract/schemas/run.ts';
import { belongsToControl, isChord, useWindowKeys } from '../../ui/index.ts';
import { useRunActions } from '../runs/run-actions.ts';

/** The space bar pauses a run and lets it go on. */
export function useRunKeys(run: () => Run | null): void {
  const actions = useRunActions();

  function onKey(event: KeyboardEvent): void {
    if (event.repeat || belongsToControl(event) || !isChord(event, 'Space')) return;
    const { id, status } = run() ?? {};
    if (id === undefined || (status !== 'running' && status !== 'paused')) return;
    event.preventDefault();
    void (status === 'running' ? actions.pause(id) : actions.resume(id));
  }
  useWindowKeys(onKey);
}
