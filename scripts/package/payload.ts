import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { dawnFolderName } from '../../electron/native/dawn-folder.ts';
import { writeEngineManifest } from '../../electron/native/engine-folder.ts';
import { locateEngine } from '../../electron/native/locate.ts';
import { sharpFolders } from '../licences/native-parts.ts';
import { root } from '../lib/root.ts';

/** electron-builder's names, as ${os} in electron-builder.yml. */
const OS: Readonly<Record<string, string>> = { linux: 'linux', darwin: 'mac', win32: 'win' };

/**
 * Lays what lies outside app.asar into dist/, where electron-builder.yml takes it from: libtensorflow with its addon, Dawn with a
 * Node for it, and sharp, for the platform that this runs on (not all of them can be had for another one here). Gives the engine's folder.
 */
export function layPayload(): string {
  const platform = `${OS[process.platform] ?? process.platform}-${process.arch}`;
  const engine = path.join(root, 'dist', 'native', platform);
  copyEngine(engine);
  copyWebGpu(path.join(root, 'dist', 'webgpu', platform));
  copySharp(path.join(root, 'dist', 'pictures', platform));
  return engine;
}

/**
 * Just the files that the engine's manifest names, its licences, and the addon: the cache may hold addons of other versions. Without
 * symbols that only a debugger wants, which are a quarter of it; the manifest tells the sizes that are left.
 */
function copyEngine(target: string): void {
  const { folder, addon, manifest } = locateEngine();
  // The wheels' notices have TensorFlow's own licence, too; beside Windows' libraries it is a file.
  const licences = ['THIRD_PARTY_NOTICES.txt', 'LICENSE']
    .map((name) => path.join('tensorflow', name))
    .filter((file, i) => i === 0 || fs.existsSync(path.join(folder, file)));
  const libraries = manifest.files.map((file) => file.path);
  const files = [...libraries, path.relative(folder, addon), ...licences];
  fs.rmSync(target, { recursive: true, force: true });
  for (const file of files) {
    fs.mkdirSync(path.dirname(path.join(target, file)), { recursive: true });
    fs.copyFileSync(path.join(folder, file), path.join(target, file), fs.constants.COPYFILE_FICLONE);
  }
  for (const library of libraries) strip(path.join(target, library));
  const size = (file: string): number => fs.statSync(path.join(target, file)).size;
  writeEngineManifest(target, { ...manifest, files: libraries.map((file) => ({ path: file, size: size(file) })) });
}

/** Where there is no strip the library stays as it is: larger, and right. */
function strip(library: string): void {
  if (process.platform !== 'linux') return;
  const { error, status, stderr } = spawnSync('strip', ['--strip-unneeded', library], { encoding: 'utf8' });
  if (error) console.error('strip (of binutils) is missing: the packages are larger than they need be.');
  else if (status !== 0) throw new Error(`strip ${library}: ${stderr}`);
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
  for (const source of sharpFolders()) {
    const name = path.relative(path.join(root, 'node_modules'), source);
    fs.cpSync(source, path.join(target, 'sharp', 'node_modules', name), { recursive: true, filter: isNeeded });
  }
}

/** Leaves out the sources and the script that would build the addon anew. */
const isNeeded = (file: string): boolean => !/[\\/]sharp[\\/](src|install)$/.test(file);
