import fs from 'node:fs';
import path from 'node:path';
import { locateEngine } from '../../electron/native/locate.ts';
import { root } from './root.ts';
import { runChild } from './run-child.mjs';
import { setUp } from './set-up.ts';

/** electron-builder's names, as ${os} in electron-builder.yml. */
const OS: Readonly<Record<string, string>> = { linux: 'linux', darwin: 'mac', win32: 'win' };

/**
 * Packs the built studio with libtensorflow and its addon for the platform it runs on (neither can be made for another
 * one here). Resolves with the exit code.
 */
export async function pack(args: readonly string[]): Promise<number> {
  if (!(await setUp(root))) return 1;
  copyEngine(path.join(root, 'dist', 'native', `${OS[process.platform] ?? process.platform}-${process.arch}`));
  const builder = path.join(root, 'node_modules', 'electron-builder', 'cli.js');
  return runChild(process.execPath, [builder, ...args], { cwd: root });
}

/** Just the files that the engine's manifest names, and the addon: the cache may hold addons of other versions. */
function copyEngine(target: string): void {
  const { folder, addon, manifest } = locateEngine();
  const files = [...manifest.files.map((file) => file.path), path.relative(folder, addon), 'engine.json'];
  fs.rmSync(target, { recursive: true, force: true });
  for (const file of files) {
    fs.mkdirSync(path.dirname(path.join(target, file)), { recursive: true });
    fs.copyFileSync(path.join(folder, file), path.join(target, file), fs.constants.COPYFILE_FICLONE);
  }
}
