import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { cacheFolder } from '../../electron/native/cache-folder.ts';
import { root } from '../../scripts/lib/root.ts';
import { runChild } from '../../scripts/lib/run-child.mjs';

export const peersFolder = path.join(root, 'bench', 'peers');
const requirements = path.join(peersFolder, 'requirements.txt');

/**
 * The Python with Keras and PyTorch: the one that INKSTONE_PEERS_PYTHON names, or the environment that `installPeers`
 * made for these very requirements. Null: none, and the comparisons are left out.
 */
export function findPeers(env: NodeJS.ProcessEnv = process.env): string | null {
  const named = env['INKSTONE_PEERS_PYTHON'];
  if (named) return named;
  return fs.existsSync(marker()) ? python(folder()) : null;
}

/** Makes the environment, which needs python3 with venv, and a few minutes and gigabytes. Throws if that fails. */
export async function installPeers(): Promise<void> {
  const run = async (command: string, ...args: string[]) => {
    const code = await runChild(command, args, { stdio: ['ignore', 2, 2] });
    if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}`);
  };
  await run(process.platform === 'win32' ? 'python' : 'python3', '-m', 'venv', folder());
  await run(python(folder()), '-m', 'pip', 'install', '--quiet', '-r', requirements);
  // Written last: an environment with it is whole.
  fs.writeFileSync(marker(), '');
}

/** Changes with the requirements. */
function folder(): string {
  const key = createHash('sha256').update(fs.readFileSync(requirements)).digest('hex').slice(0, 12);
  return path.join(cacheFolder(), 'peers', key);
}

const marker = (): string => path.join(folder(), 'installed');

const python = (environment: string): string =>
  process.platform === 'win32'
    ? path.join(environment, 'Scripts', 'python.exe')
    : path.join(environment, 'bin', 'python');
