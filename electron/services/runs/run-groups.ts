import { AppError } from '../../../shared/contract/errors.ts';
import { isActive, isResumable, type RunId, type RunStatus } from '../../../shared/contract/schemas/run.ts';
import { groupRuns } from '../../../shared/runs/group.ts';
import { notRunning } from './run-queue.ts';
import type { Runs } from './runs.ts';

/** Stops all runs of a group that are going or waiting, the last one first, so that none begins meanwhile. Throws as `Runs.stop` does. */
export async function stopGroup(runs: Pick<Runs, 'list' | 'stop'>, group: RunId): Promise<void> {
  const going = await members(runs, group, isActive);
  for (const { id } of going.reverse()) await runs.stop(id).catch(notRunning);
}

/** Puts all runs of a group that can be resumed into the queue, in its order. Throws as `Runs.resume` does. */
export async function resumeGroup(runs: Pick<Runs, 'list' | 'resume'>, group: RunId): Promise<void> {
  for (const { id } of await members(runs, group, isResumable)) await runs.resume(id);
}

async function members(runs: Pick<Runs, 'list'>, group: RunId, wanted: (status: RunStatus) => boolean) {
  const found = groupRuns(await runs.list()).get(group);
  if (!found) throw new AppError('run-not-found', { id: group });
  return found.filter(({ status }) => wanted(status));
}
