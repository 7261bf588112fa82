import type { RunLog } from '../../../shared/contract/schemas/run-log.ts';

/** What tells of the run's way and not of this process: the rest is told anew, or is of no use later. */
const KEPT: ReadonlySet<RunLog['type']> = new Set(['steps', 'skipped', 'epoch', 'early-stopped']);

/**
 * The logs of a job since its newest checkpoint. A host that is killed may have lost the last of them, however early they
 * were told; a checkpoint that is written without a host takes them all along.
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

  /** A checkpoint begins to be written. Returns all that is not in an earlier one. */
  checkpointed(): readonly RunLog[] {
    this.covered = this.logs.length;
    return [...this.logs];
  }
}
