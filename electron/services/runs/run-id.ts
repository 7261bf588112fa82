import { randomBytes } from 'node:crypto';
import type { RunId } from '../../../shared/contract/schemas/run.ts';

/** Readable, sortable and unique: `tutorial-20261124-142233-a3f`, local time. */
export function newRunId(preset: string | undefined, now: number): RunId {
  const d = new Date(now);
  const two = (n: number) => String(n).padStart(2, '0');
  const day = `${d.getFullYear()}${two(d.getMonth() + 1)}${two(d.getDate())}`;
  const time = `${two(d.getHours())}${two(d.getMinutes())}${two(d.getSeconds())}`;
  const stem =
    (preset ?? 'run')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 24) || 'run';
  return `${stem}-${day}-${time}-${randomBytes(2).toString('hex').slice(0, 3)}`;
}
