import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { runChild } from './run-child.mjs';

/**
 * Whether node_modules is what package-lock.json says. npm writes what it installed to node_modules/.package-lock.json
 * as its last step, so a broken-off install does not pass. Packages for other platforms may be absent.
 *
 * @param {string} root
 */
export function isInstalled(root) {
  const wanted = readPackages(path.join(root, 'package-lock.json'));
  const present = readPackages(path.join(root, 'node_modules', '.package-lock.json'));
  if (!wanted || !present) return false;
  const right = Object.entries(wanted).every(([name, entry]) => {
    if (name === '') return true;
    const found = present[name];
    return found
      ? found.version === entry.version && found.integrity === entry.integrity
      : entry.optional === true || entry.devOptional === true;
  });
  return right && Object.keys(present).every((name) => name in wanted);
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/**
 * `npm ci`, told on stderr. .npmrc keeps every package's install scripts from running.
 *
 * @param {string} root
 */
export async function install(root) {
  console.error('Installing the locked dependencies (npm ci).');
  const npm = process.env.npm_execpath;
  const known = npm !== undefined && /\.[cm]?js$/.test(npm) && existsSync(npm);
  const [command, args] = known ? [process.execPath, [npm]] : ['npm', []];
  let stopped = false;
  process.once('SIGINT', () => (stopped = true));
  const code = await runChild(command, [...args, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: !known && process.platform === 'win32',
  });
  if (stopped) process.exit(130);
  if (code !== 0) {
    console.error(
      "\nThe dependencies could not be installed; npm says why above. Check the network (or npm's registry setting) and start again.",
    );
    process.exit(1);
  }
}
