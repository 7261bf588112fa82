import { readFileSync } from 'node:fs';

/** A process, known by its id and its start, since ids are used again. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly start: string;
}

export const thisProcess = (): ProcessIdentity => ({ pid: process.pid, start: startOf(process.pid) });

export function isLiving({ pid, start }: ProcessIdentity): boolean {
  return exists(pid) && startOf(pid) === start;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Linux tells when a process began (field 22 of its stat, in clock ticks since boot); elsewhere the id must do. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
