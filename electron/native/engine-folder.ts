import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { Pins } from './pins.ts';

/**
 * A prepared engine folder, laid out as in the wheel so that the libraries' own search paths hold:
 *
 *     engine.json
 *     tensorflow/libtensorflow_cc.so.2, libtensorflow_framework.so.2, tfjs_binding-<version>.node
 */
export interface EngineManifest {
  readonly format: 1;
  /** The library's version; null if it came from a folder that does not say. */
  readonly tensorflow: string | null;
  /** In words for people: a wheel's name, or the path that the user named. */
  readonly source: string;
  /** Built for CUDA (which does not mean that a GPU is there). */
  readonly cuda: boolean;
  /** False if we have never run this platform's library. */
  readonly verified: boolean;
  /** Relative to the engine folder, with sizes in bytes. */
  readonly files: readonly { readonly path: string; readonly size: number }[];
}

const MANIFEST = 'engine.json';

/** The addon's file name: it changes with tfjs-node and with the way we compile it, so that checkouts do not fight. */
export const addonName = (pins: Pins): string => `tfjs_binding-${pins.tfjs}-r${pins.addonRecipe}.node`;

export const addonPath = (folder: string, pins: Pins): string => path.join(folder, 'tensorflow', addonName(pins));

/** The manifest if every file that it lists is there in full; null otherwise. Says nothing about the addon. */
export function readEngineFolder(folder: string): EngineManifest | null {
  const manifest = readManifest(path.join(folder, MANIFEST));
  const whole = manifest?.files.every(
    (file) => fs.statSync(path.join(folder, file.path), { throwIfNoEntry: false })?.size === file.size,
  );
  return manifest && whole ? manifest : null;
}

function readManifest(file: string): EngineManifest | null {
  try {
    const manifest = JSON.parse(fs.readFileSync(file, 'utf8')) as EngineManifest;
    return manifest.format === 1 && Array.isArray(manifest.files) ? manifest : null;
  } catch {
    return null;
  }
}

/** Written last, by rename: its presence says that the libraries beside it are whole. */
export function writeEngineManifest(folder: string, manifest: EngineManifest): void {
  const temporary = path.join(folder, `${MANIFEST}.${process.pid}.tmp`);
  fs.writeFileSync(temporary, `${JSON.stringify(manifest, null, 2)}\n`);
  fs.renameSync(temporary, path.join(folder, MANIFEST));
}

/** Where the pinned library of a platform is kept in the shared cache; null if none is known for it. */
export function pinnedFolder(cache: string, pins: Pins, platform: string): string | null {
  const wheel = pins.platforms[platform];
  return wheel ? path.join(cache, 'libtensorflow', `${platform}-${wheel.version}`) : null;
}

/**
 * The engine folder for what INKSTONE_LIBTENSORFLOW names: itself if it is one already, else a folder of the cache that
 * depends on the named file's path, size and time. Null if nothing is there.
 */
export function namedFolder(cache: string, named: string): string | null {
  const real = path.resolve(named);
  const stat = fs.statSync(real, { throwIfNoEntry: false });
  if (!stat) return null;
  if (readEngineFolder(real)) return real;
  const key = createHash('sha256').update(`${real}\n${stat.size}\n${stat.mtimeMs}`).digest('hex').slice(0, 12);
  return path.join(cache, 'libtensorflow', `named-${key}`);
}
