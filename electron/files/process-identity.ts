import { readFileSync } from 'node:fs';
import { isPipeThere, openProcessPipe } from './process-pipe.ts';

/** A process, known by its id and its start, since ids are used again. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it began (Linux), or the name of its pipe (Windows); empty where neither is to be had. */
  readonly start: string;
}

/** `dying`: it was killed or is exiting, does nothing any more, and will be gone in a moment. */
export type ProcessState = 'living' | 'dying' | 'gone';

/** A kernel thread's flag for a process on its way out (PF_EXITING). */
const EXITING = 0x4;
/** Signal 9 in a mask of pending signals. */
const SIGKILL_BIT = 1n << 8n;

export const thisProcess = (): ProcessIdentity => ({
  pid: process.pid,
  start: process.platform === 'win32' ? openProcessPipe() : (statOf(process.pid)?.start ?? ''),
});

/** Whether a process may still do something or will only be gone in a moment. A zombie is gone. */
export const isLiving = (identity: ProcessIdentity): boolean => stateOf(identity) !== 'gone';

/** The state of a process. Where the system only tells that it exists, it counts as living. */
export function stateOf({ pid, start }: ProcessIdentity): ProcessState {
  if (process.platform === 'win32' && start !== '') return isPipeThere(pid, start) ? 'living' : 'gone';
  const stat = statOf(pid);
  if (!stat) return exists(pid) ? 'living' : 'gone';
  if (stat.start !== start || ['Z', 'X', 'x'].includes(stat.state)) return 'gone';
  return stat.exiting || isKilled(pid) ? 'dying' : 'living';
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * What Linux tells of a process in /proc/PID/stat: its state (field 3), flags (field 9), and when it began (field 22, in
 * clock ticks since boot). Null on other systems, or when there is no such process.
 */
function statOf(pid: number): { state: string; exiting: boolean; start: string } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', exiting: (Number(fields[6]) & EXITING) !== 0, start: fields[19] ?? '' };
  } catch {
    return null;
  }
}

/** Whether a kill waits to take effect: the system is busy, or the process waits for a disk. */
function isKilled(pid: number): boolean {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const masks = [...status.matchAll(/^(?:SigPnd|ShdPnd):\s*([0-9a-f]+)$/gm)];
    return masks.some(([, mask]) => (BigInt(`0x${mask!}`) & SIGKILL_BIT) !== 0n);
  } catch {
    return false;
  }
}
