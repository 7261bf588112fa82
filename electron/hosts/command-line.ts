import { realpathSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { shellWord } from '../../shared/words/shell-word.ts';

/** The command line as npm runs it in a checkout. */
const OF_A_CHECKOUT = 'npm run -s inkstone --';

/**
 * What a person types at a terminal to call the command line, as hints say it. `packedResources` is the folder that a package's
 * command lies in, null in a checkout. A packed one is its name where the PATH finds this very one, as it does once a deb or an rpm is
 * installed; else its path, as a shell takes it.
 */
export function commandLine(packedResources: string | null, searched = process.env['PATH'] ?? ''): string {
  if (packedResources === null) return OF_A_CHECKOUT;
  const name = process.platform === 'win32' ? 'inkstone.cmd' : 'inkstone';
  const command = path.join(packedResources, name);
  const own = realPath(command);
  const found = searched
    .split(path.delimiter)
    .map((folder) => realPath(path.join(folder, name)))
    .find((file) => file !== null);
  return own !== null && found === own ? 'inkstone' : shellWord(command, process.platform);
}

function realPath(file: string): string | null {
  try {
    return realpathSync(file);
  } catch {
    return null;
  }
}
