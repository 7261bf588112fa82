import type { SpawnOptions } from 'node:child_process';

/** See run-child.mjs, which is plain JavaScript because it runs before anything is installed. */
export function runChild(
  command: string,
  args: readonly string[],
  options?: SpawnOptions & { wholeGroup?: boolean; lifeline?: boolean },
): Promise<number>;
