import { randomBytes } from 'node:crypto';
import type { RunId } from '../../../shared/contract/schemas/run.ts';
import { localStamp } from '../local-stamp.ts';

/** Readable, sortable and unique: `tutorial-20261124-142233-a3f`, local time. */
export function newRunId(preset: string | undefined, now: number): RunId {
  const stem =
    (preset ?? 'run')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 24) || 'run';
  return `${stem}-${localStamp(now)}-${randomBytes(2).toString('hex').slice(0, 3)}`;
}
