import fs from 'node:fs';
import path from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import { addonPath, readEngineFolder } from '../engine-folder.ts';
import { candidateFolders } from '../locate.ts';
import type { LocateOptions } from '../locate.ts';
import { pins } from '../pins.ts';

/** The library that the addon asks for by name; Google's own archives call theirs otherwise. */
const LIBRARY = path.join('tensorflow', 'libtensorflow_cc.so.2');

/**
 * The addon of the TensorFlow for the processor that this machine has, to be used with the one for NVIDIA's cards: both
 * are found beside it. Throws AppError `engine-missing` where there is none that was linked against a wheel's library.
 */
export function findAddon(options: Pick<LocateOptions, 'env' | 'resources'> = {}): string {
  const { env = process.env } = options;
  const unnamed = { ...env, INKSTONE_LIBTENSORFLOW: undefined };
  const candidates = [...candidateFolders({ ...options, env }), ...candidateFolders({ ...options, env: unnamed })];
  for (const folder of candidates) {
    const addon = addonPath(folder, pins);
    if (readEngineFolder(folder)?.files.some((file) => file.path === LIBRARY) && fs.existsSync(addon)) return addon;
  }
  throw new AppError('engine-missing', { folder: [...new Set(candidates)] });
}
