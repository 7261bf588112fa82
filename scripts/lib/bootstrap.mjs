import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { install, isInstalled } from './installed.mjs';
import { runChild } from './run-child.mjs';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

/**
 * The oldest Node that can run these scripts, and the oldest that runs our TypeScript where no pinned Node is published
 * (macOS).
 */
const OLDEST_TO_START = [20, 19];
const OLDEST_TO_RUN = [22, 18];

/**
 * The first thing that each command does, on whatever Node the user has: installs the locked dependencies if they are
 * stale, and starts the same command again on the Node that the project pins (an optional dependency). Returns only on
 * that Node.
 *
 * @param {string} script file URL of the command
 */
export async function bootstrap(script) {
  requireNode(OLDEST_TO_START, 'Inkstone needs');
  if (!isInstalled(root)) await install(root);
  process.env.PATH = `${path.join(root, 'node_modules', '.bin')}${path.delimiter}${process.env.PATH ?? ''}`;
  const pinned = pinnedNode();
  if (!pinned)
    return requireNode(OLDEST_TO_RUN, `On ${process.platform} Inkstone runs on the Node that is installed and needs`);
  if (sameFile(pinned, process.execPath)) return;
  process.exit(await runChild(pinned, [fileURLToPath(script), ...process.argv.slice(2)], { lifeline: true }));
}

function pinnedNode() {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const file = path.join(
    root,
    'node_modules',
    `node-${platform}-${process.arch}`,
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  );
  return existsSync(file) ? file : null;
}

function sameFile(a, b) {
  return existsSync(b) && realpathSync(a) === realpathSync(b);
}

function requireNode([major, minor], words) {
  const [haveMajor, haveMinor] = process.versions.node.split('.').map(Number);
  if (haveMajor > major || (haveMajor === major && haveMinor >= minor)) return;
  console.error(
    `${words} Node ${major}.${minor} or newer; this is ${process.versions.node}. Get it from https://nodejs.org/.`,
  );
  process.exit(1);
}
