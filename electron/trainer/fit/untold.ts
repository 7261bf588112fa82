import type { RunLog } from '../../../shared/contract/schemas/run-log.ts';

/** Logs that describe the run and not this process. The others are sent anew after a resume, or are of no use then. */
const KEPT: ReadonlySet<RunLog['type']> = new Set(['steps', 'skipped', 'epoch', 'early-stopped']);

/**
 * The logs of a job since its newest checkpoint. A host that is killed may have lost the last of them, however early
 * they were told; a checkpoint that is written without a host therefore keeps them all.
 */
export class Untold {
  private logs: RunLog[] = [];
  /** How many of them are of the steps before the checkpoint that is being written. */
  private covered = 0;

  add(log: RunLog): void {
    if (KEPT.has(log.type)) this.logs.push(log);
    if (log.type !== 'checkpoint') return;
    this.logs.splice(0, this.covered);
    this.covered = 0;
  }

  /** To be called when a checkpoint begins to be written. Returns all logs that are not in an earlier one. */
  checkpointed(): readonly RunLog[] {
    this.covered = this.logs.length;
    return [...this.logs];
  }
}
