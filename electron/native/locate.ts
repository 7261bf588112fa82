import fs from 'node:fs';
import path from 'node:path';
import { AppError } from '../../shared/contract/errors.ts';
import { cacheFolder } from './cache-folder.ts';
import { addonPath, namedFolder, pinnedFolder, readEngineFolder } from './engine-folder.ts';
import type { EngineManifest } from './engine-folder.ts';
import { pins, platformKey } from './pins.ts';

export interface EngineLocation {
  /** The prepared engine folder (see engine-folder.ts). */
  readonly folder: string;
  readonly addon: string;
  readonly manifest: EngineManifest;
}

export interface LocateOptions {
  /** A folder to use and no other; null or absent: look in the usual places. */
  readonly libDir?: string | null;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** process.resourcesPath of a packaged app. */
  readonly resources?: string | undefined;
}

/**
 * Finds the libtensorflow that `npm start` provisioned or the package brought: the folder given, else the one that
 * INKSTONE_LIBTENSORFLOW names, else the package's own resources, else the cache.
 * Throws AppError `engine-missing` with the places looked at in `folder`.
 */
export function locateEngine(options: LocateOptions = {}): EngineLocation {
  const candidates = candidateFolders(options);
  for (const folder of candidates) {
    const manifest = readEngineFolder(folder);
    const addon = addonPath(folder, pins);
    if (manifest && fs.existsSync(addon)) return { folder, addon, manifest };
  }
  throw new AppError('engine-missing', { folder: candidates });
}

/** Where to look, in turn. */
export function candidateFolders({
  libDir,
  env = process.env,
  resources = packagedResources(),
}: LocateOptions): string[] {
  if (libDir) return [libDir];
  const cache = cacheFolder(env);
  const named = env['INKSTONE_LIBTENSORFLOW'];
  if (named) return [namedFolder(cache, named) ?? named];
  const pinned = pinnedFolder(cache, pins, platformKey());
  return [...(resources ? [path.join(resources, 'libtensorflow')] : []), ...(pinned ? [pinned] : [])];
}

const packagedResources = (): string | undefined => (process as { resourcesPath?: string }).resourcesPath;
