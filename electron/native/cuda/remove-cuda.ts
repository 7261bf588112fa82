import { promises as fs } from 'node:fs';
import path from 'node:path';
import { cudaFolder, partialsFolder } from './cuda-folder.ts';
import type { CudaPins } from './cuda-pins.ts';
import { move } from '../../files/move.ts';

/**
 * Removes CUDA's libraries from the disk, also those of older versions and what was fetched in part. A folder is
 * renamed first, so that nobody finds half of it. It must not be in use. Throws the file system's error.
 */
export async function removeCuda(cache: string, pins: CudaPins): Promise<void> {
  const parent = path.dirname(cudaFolder(cache, pins));
  for (const name of await list(parent)) {
    if (!name.startsWith(`${pins.platform}-cuda-`) || name.endsWith('.lock')) continue;
    const going = path.join(parent, `removed-${process.pid}`);
    await move(path.join(parent, name), going);
    await fs.rm(going, { recursive: true, force: true });
  }
  const partials = partialsFolder(cache);
  const ours = pins.wheels.map((wheel) => `${wheel.sha256.slice(0, 12)}-`);
  for (const file of await list(partials))
    if (ours.some((start) => file.startsWith(start))) await fs.rm(path.join(partials, file), { force: true });
}

const list = (folder: string): Promise<string[]> => fs.readdir(folder).catch(() => []);
