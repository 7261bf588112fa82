import fs from 'node:fs';
import path from 'node:path';
import { root } from '../lib/root.ts';
import { runChild } from '../lib/run-child.mjs';

/**
 * Runs electron-builder. It takes the Electron runtime that ELECTRON_OVERRIDE_DIST_PATH names, if it names one (electron-builder itself
 * knows nothing of that variable and would ask the network); else it fetches npm electron's own.
 */
export function buildFor(args: readonly string[]): Promise<number> {
  const builder = path.join(root, 'node_modules', 'electron-builder', 'cli.js');
  return runChild(process.execPath, [builder, '--publish', 'never', ...args, ...runtimeArguments(process.env)], {
    cwd: root,
  });
}

/** What names an unpacked runtime and its version to electron-builder; empty if there is none. Throws if the named folder holds no runtime. */
export function runtimeArguments(env: NodeJS.ProcessEnv): string[] {
  const folder = env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (!folder) return [];
  const file = path.join(folder, 'version');
  if (!fs.existsSync(file)) throw new Error(`ELECTRON_OVERRIDE_DIST_PATH names ${folder}, which has no Electron in it`);
  const version = fs.readFileSync(file, 'utf8').trim().replace(/^v/, '');
  return [`-c.electronDist=${folder}`, `-c.electronVersion=${version}`];
}
