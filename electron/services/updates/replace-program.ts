import { promises as fs } from 'node:fs';
import path from 'node:path';
import { syncFile, syncFolder } from '../../files/atomic-write.ts';

/** The version before, until the new one has started, and the new one until it is whole. Names that nobody gives to a copy of their own. */
const [OLD, NEW] = ['.before-update', '.being-updated'];

/**
 * Puts `file` in the place of a program that is one file, as an AppImage is, at once: whoever starts it meanwhile gets the old one or the
 * new one, whole. The old one stays beside it as `….before-update`. Throws the file system's errors; then the old one is where it was.
 */
export async function replaceProgram(file: string, program: string): Promise<void> {
  const staged = `${program}${NEW}`;
  try {
    await fs.copyFile(file, staged);
    await syncFile(staged);
    await fs.chmod(staged, (await fs.stat(program)).mode & 0o777);
    await fs.rm(`${program}${OLD}`, { force: true });
    // Some drives know no links.
    await fs.link(program, `${program}${OLD}`).catch(() => fs.copyFile(program, `${program}${OLD}`));
    await fs.rename(staged, program);
    await syncFolder(path.dirname(program));
  } finally {
    await fs.rm(staged, { force: true }).catch(() => undefined);
  }
}

/** To be called when a program has come up: neither the one before it nor what was left of a try that was killed is needed any more. Never rejects. */
export async function forgetReplaced(program: string): Promise<void> {
  for (const ending of [OLD, NEW]) await fs.rm(`${program}${ending}`, { force: true }).catch(() => undefined);
}
