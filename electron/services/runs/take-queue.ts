import type { Run } from '../../../shared/contract/schemas/run.ts';
import type { RunSummary } from '../../../shared/contract/schemas/run-summary.ts';
import type { Logger } from '../../environment.ts';
import { waitsFor } from './awaited.ts';
import type { HeldRun } from './held-run.ts';
import type { RunQueue } from './run-queue.ts';
import type { RunRecords } from './run-records.ts';

/**
 * Takes up those of `all` runs that waited when the last host with windows ended, in their order. Never rejects: one that cannot be had is another
 * host's, and stays as it is.
 */
export async function takeQueue(
  records: RunRecords,
  queue: RunQueue,
  all: readonly RunSummary[],
  log: Logger,
): Promise<void> {
  const helds: HeldRun[] = [];
  for (const { id } of all.filter(({ status }) => status === 'queued')) {
    try {
      const held = await records.take(id, (run) => goOnWaiting(run, all));
      if (held.run.status === 'queued') helds.push(held);
      else await records.release(held);
    } catch (thrown) {
      log.info('run is not taken up', { id, thrown: String(thrown) });
    }
  }
  await queue.takeBack(helds);
}

/** A run of an experiment whose base did not finish has nothing to wait for, and a trial is its study's to go on with. */
function goOnWaiting(run: Run, all: readonly RunSummary[]): Run {
  const base = all.find((other) => waitsFor(run, other));
  const awaited = !base || base.status === 'finished' || base.status === 'queued';
  return awaited && run.spec.trial === undefined ? run : { ...run, status: 'interrupted', queued: null };
}
