import fs from 'node:fs';
import path from 'node:path';
import { readEngineFolder } from '../engine-folder.ts';
import type { CudaPins } from './cuda-pins.ts';

/** Where it is kept in the cache: an engine folder (engine-folder.ts) with NVIDIA's libraries beside tensorflow/. */
export const cudaFolder = (cache: string, pins: CudaPins): string =>
  path.join(cache, 'libtensorflow', `${pins.platform}-cuda-${pins.version}`);

/** Whether every library is there in full. */
export const isCudaInstalled = (folder: string): boolean => readEngineFolder(folder)?.cuda === true;

/** The folder for members of these wheels that were fetched in part. */
export const partialsFolder = (cache: string): string => path.join(cache, 'downloads');

/**
 * Bytes that the disk must still hold before an installation can end: what is not unpacked yet, and beside it the
 * largest member's compressed bytes, which go only once it is unpacked. What was fetched in part counts as not there.
 */
export function bytesNeeded(folder: string, pins: CudaPins): number {
  const missing = pins.wheels
    .flatMap((wheel) => wheel.members)
    .filter((member) => fs.statSync(path.join(folder, member.path), { throwIfNoEntry: false })?.size !== member.size);
  const unpacked = missing.reduce((all, member) => all + member.size, 0);
  return unpacked + Math.max(0, ...missing.map((member) => member.zipped));
}
