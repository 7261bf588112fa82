import fs from 'node:fs';
import path from 'node:path';
import { dawnFolderName } from '../../electron/native/dawn-folder.ts';
import { locateEngine } from '../../electron/native/locate.ts';
import { root } from './root.ts';
import { runChild } from './run-child.mjs';
import { setUp } from './set-up.ts';

/** electron-builder's names, as ${os} in electron-builder.yml. */
const OS: Readonly<Record<string, string>> = { linux: 'linux', darwin: 'mac', win32: 'win' };

/**
 * Packs the built studio with libtensorflow, its addon, Dawn and a Node for Dawn, and sharp, for the platform it runs on (not all of them
 * can be had for another one here). Resolves with the exit code.
 */
export async function pack(args: readonly string[]): Promise<number> {
  if (!(await setUp(root))) return 1;
  const platform = `${OS[process.platform] ?? process.platform}-${process.arch}`;
  copyEngine(path.join(root, 'dist', 'native', platform));
  copyWebGpu(path.join(root, 'dist', 'webgpu', platform));
  copySharp(path.join(root, 'dist', 'pictures', platform));
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

/** Dawn's files, and the Node that we run on: see electron/shell/electron-trainer.ts. */
function copyWebGpu(target: string): void {
  const dawn = path.join(root, 'node_modules', 'webgpu');
  fs.rmSync(target, { recursive: true, force: true });
  fs.mkdirSync(target, { recursive: true });
  fs.cpSync(path.join(dawn, 'dist', dawnFolderName()), target, { recursive: true });
  fs.copyFileSync(path.join(dawn, 'LICENSE.md'), path.join(target, 'LICENSE.dawn.md'));
  const node = path.join(target, process.platform === 'win32' ? 'node.exe' : 'node');
  fs.copyFileSync(process.execPath, node, fs.constants.COPYFILE_FICLONE);
  fs.chmodSync(node, 0o755);
  const license = path.join(path.dirname(process.execPath), '..', 'LICENSE');
  if (fs.existsSync(license)) fs.copyFileSync(license, path.join(target, 'LICENSE.node'));
}

/**
 * sharp and what it requires, this platform's addon and libvips among it, under a node_modules of their own. It lies in
 * a subfolder because electron-builder skips a node_modules at the top of what it copies.
 */
function copySharp(target: string): void {
  fs.rmSync(target, { recursive: true, force: true });
  const open = ['sharp'];
  const copied = new Set<string>();
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const source = path.join(root, 'node_modules', name);
    // Of the optional ones npm installed only those of this platform.
    if (copied.has(name) || !fs.existsSync(source)) continue;
    copied.add(name);
    fs.cpSync(source, path.join(target, 'sharp', 'node_modules', name), { recursive: true, filter: isNeeded });
    const needs = JSON.parse(fs.readFileSync(path.join(source, 'package.json'), 'utf8')) as Record<string, object>;
    open.push(...Object.keys({ ...needs['dependencies'], ...needs['optionalDependencies'] }));
  }
}

/** Leaves out the sources and the script that would build the addon anew. */
const isNeeded = (file: string): boolean => !/[\\/]sharp[\\/](src|install)$/.test(file);
