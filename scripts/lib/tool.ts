import { spawnSync } from 'node:child_process';
import fs from 'node:fs';

/** Whether the system has a tool. */
export const has = (tool: string): boolean =>
  spawnSync('sh', ['-c', `command -v ${tool}`], { stdio: 'ignore' }).status === 0;

/** Runs a tool of the system. Throws with what it said if it fails. */
export function run(tool: string, args: readonly string[]): void {
  const { error, status, stderr } = spawnSync(tool, args, { encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] });
  if (error || status !== 0) throw new Error(`${tool}: ${error?.message ?? stderr.trim()}`);
}

/**
 * Has `make` write a file under a name of its own, which it is given, and puts it in place when it is whole: a tool that fails or is killed
 * leaves nothing that looks like a package. Throws what `make` throws.
 */
export function makeWhole(file: string, make: (part: string) => void): string {
  const part = `${file}.part`;
  try {
    make(part);
    fs.renameSync(part, file);
  } finally {
    fs.rmSync(part, { force: true });
  }
  return file;
}
