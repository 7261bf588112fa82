import { spawnSync } from 'node:child_process';

/** Whether the system has a tool. */
export const has = (tool: string): boolean =>
  spawnSync('sh', ['-c', `command -v ${tool}`], { stdio: 'ignore' }).status === 0;

/** Runs a tool of the system. Throws with what it said if it fails. */
export function run(tool: string, args: readonly string[]): void {
  const { error, status, stderr } = spawnSync(tool, args, { encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] });
  if (error || status !== 0) throw new Error(`${tool}: ${error?.message ?? stderr.trim()}`);
}
