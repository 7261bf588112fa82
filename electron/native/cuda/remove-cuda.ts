import fs from 'node:fs';
import path from 'node:path';
import { cudaFolder, partialsFolder } from './cuda-folder.ts';
import type { CudaPins } from './cuda-pins.ts';

/**
 * Takes it off the disk, with what was fetched in part. The folder is renamed first, so that nobody finds half of it. It
 * must not be in use. Throws the file system's error.
 */
export async function removeCuda(cache: string, pins: CudaPins): Promise<void> {
  const folder = cudaFolder(cache, pins);
  const going = `${folder}.removed-${process.pid}`;
  if (fs.existsSync(folder)) await fs.promises.rename(folder, going);
  await fs.promises.rm(going, { recursive: true, force: true });
  const partials = partialsFolder(cache);
  const ours = pins.wheels.map((wheel) => `${wheel.sha256.slice(0, 12)}-`);
  for (const file of await fs.promises.readdir(partials).catch(() => []))
    if (ours.some((start) => file.startsWith(start))) await fs.promises.rm(path.join(partials, file), { force: true });
}
