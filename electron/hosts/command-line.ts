import { readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { shellWord } from '../../shared/words/shell-word.ts';

/** The command line as npm runs it in a checkout. */
const OF_A_CHECKOUT = 'npm run -s inkstone --';

/**
 * What a person types at a terminal to call the command line, as hints say it. `packedResources` is the folder that a package's
 * command lies in, null in a checkout. A packed one is its name where the PATH leads to this very one, as it does once a package is
 * installed; else its path, as a shell takes it.
 */
export function commandLine(
  packedResources: string | null,
  searched = process.env['PATH'] ?? '',
  platform: string = process.platform,
): string {
  if (packedResources === null) return OF_A_CHECKOUT;
  const name = platform === 'win32' ? 'inkstone.cmd' : 'inkstone';
  const command = path.join(packedResources, name);
  const found = searched
    .split(path.delimiter)
    .map((folder) => realPath(path.join(folder, name)))
    .find((file) => file !== null);
  const isOwn = found && (found === realPath(command) || (platform === 'win32' && calls(found, command)));
  return isOwn ? 'inkstone' : shellWord(command, platform);
}

function realPath(file: string): string | null {
  try {
    return realpathSync(file);
  } catch {
    return null;
  }
}

/** On Windows the PATH has no link, but a line that calls the command (resources/windows/installer.nsh). */
function calls(file: string, command: string): boolean {
  try {
    return readFileSync(file, 'utf8').includes(`"${command}"`);
  } catch {
    return false;
  }
}
