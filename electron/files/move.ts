import { promises as fs } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { isFolder } from './is-there.ts';

/** Windows does not move what another program has open: a virus scanner, a search index, a backup. They let go in a moment. */
const HELD = ['EPERM', 'EACCES', 'EBUSY'];
/** Milliseconds between two tries, and in all. */
const FIRST_WAIT = 10;
const LONGEST_WAIT = 200;
const PATIENCE = 5000;

export interface MoveOptions {
  readonly platform?: string;
  /** Milliseconds in all. */
  readonly patience?: number;
  /** What moves it. */
  readonly rename?: (from: string, to: string) => Promise<void>;
}

/**
 * Moves a file, over another if need be, or a folder to a place that is free: at once, and on Windows as soon as nobody has it open.
 * Throws the file system's error.
 */
export async function move(
  from: string,
  to: string,
  { platform = process.platform, patience = PATIENCE, rename = fs.rename }: MoveOptions = {},
): Promise<void> {
  const until = performance.now() + patience;
  for (let wait = FIRST_WAIT; ; wait = Math.min(2 * wait, LONGEST_WAIT)) {
    try {
      return await rename(from, to);
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      if (platform !== 'win32' || !HELD.includes(code) || performance.now() >= until) throw error;
      // A folder that is in the way says the same, and stays.
      if (await isFolder(to)) throw error;
      await delay(wait);
    }
  }
}

/** How `fs.rm` of a folder waits, on Windows, for others to let go of what is in it. */
export const PATIENT = { recursive: true, force: true, maxRetries: 10, retryDelay: 50 } as const;
