import { promises as fs } from 'node:fs';
import path from 'node:path';
import { PATIENT } from './move.ts';
import { isLiving, thisProcess } from './process-identity.ts';

/**
 * A folder under `root` for things that live only as long as this host: ROOT/PID-START. Each host has its own, so that
 * one that starts or ends leaves the others' alone.
 */
export function hostFolder(root: string): string {
  const { pid, start } = thisProcess();
  return path.join(root, `${pid}-${start}`);
}

/** Removes what hosts that are gone left under `root`. */
export async function sweepHostFolders(root: string): Promise<void> {
  for (const name of await fs.readdir(root).catch(() => [])) {
    const [pid, start = ''] = name.split('-');
    if (!isLiving({ pid: Number(pid), start })) await fs.rm(path.join(root, name), PATIENT);
  }
}
