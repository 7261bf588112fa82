import { promises as fs } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import type { StorageInfo } from '../../../shared/contract/schemas/settings.ts';
import { makeStorageFolder } from '../../files/atomic-write.ts';
import { freeBytes } from '../../files/free-bytes.ts';
import { sweepHostFolders } from '../../files/host-folder.ts';
import { isThere } from '../../files/is-there.ts';
import type { HostEnvironment } from '../../environment.ts';

type StorageEnvironment = Pick<HostEnvironment, 'storageFolder' | 'reveal'>;

/** What the storage folder holds and what is left on its disk. */
export async function storageInfo(
  { storageFolder }: StorageEnvironment,
  mnist: StorageInfo['mnist'],
): Promise<StorageInfo> {
  const [runs, datasets] = await Promise.all([
    measure(path.join(storageFolder, 'runs'), 'run.json'),
    measure(path.join(storageFolder, 'datasets'), 'dataset.json'),
  ]);
  return { folder: storageFolder, runs, datasets, freeBytes: await freeBytes(storageFolder), mnist };
}

/** Throws `unsupported` where there is no file manager. */
export async function revealStorage({ storageFolder, reveal }: StorageEnvironment): Promise<void> {
  if (!reveal) throw new AppError('unsupported', { call: 'storage.reveal' });
  await reveal(storageFolder);
}

/** Folders of the storage that only its user may read. */
const FOLDERS = [
  'runs',
  'datasets',
  'hands',
  'models',
  'evaluations',
  'overlays',
  'presets',
  'recipes',
  'architectures',
  'forms',
  'batches',
  'lessons',
  'uploads',
  'imports',
  'trash',
  'updates',
  'logs',
  'window',
];
const FILES = ['settings.json', 'engine-speeds.json', 'queue.json', 'runs-index.json', 'models-index.json'];
const [OWN_FOLDER, OWN_FILE] = [0o700, 0o600];

/** Makes the folder. Throws `storage-denied`, `not-a-folder` and their like: without it nothing works. */
export async function makeStorage(folder: string): Promise<void> {
  for (const name of ['runs', 'datasets', 'hands']) makeStorageFolder(path.join(folder, name), OWN_FOLDER);
  await keepPrivate(folder);
  // Leftovers of ended hosts that cannot be removed do no harm.
  for (const name of ['uploads', 'imports', path.join('evaluations', 'making')])
    await sweepHostFolders(path.join(folder, name)).catch(() => undefined);
}

/**
 * Makes what an older studio created readable for its user only. The storage folder itself is changed only if it holds
 * nothing else, since it may be shared. A refusal by the system is ignored.
 */
async function keepPrivate(folder: string): Promise<void> {
  const names = await fs.readdir(folder).catch(() => []);
  const close = (file: string, mode: number) => fs.chmod(file, mode).catch(() => undefined);
  if (names.every((name) => FOLDERS.includes(name) || FILES.includes(name))) await close(folder, OWN_FOLDER);
  for (const name of names) {
    if (FOLDERS.includes(name)) await close(path.join(folder, name), OWN_FOLDER);
    else if (FILES.includes(name)) await close(path.join(folder, name), OWN_FILE);
  }
}

/** The bytes under a folder, and how many of the folders in it are whole: those that hold `record`. */
async function measure(folder: string, record: string): Promise<{ count: number; bytes: number }> {
  const names = await fs.readdir(folder).catch(() => []);
  const whole = await Promise.all(names.map((name) => isThere(path.join(folder, name, record))));
  return { count: whole.filter(Boolean).length, bytes: await folderSize(folder) };
}

/** Bytes of all files under a folder; 0 if there is none. What vanishes meanwhile does not count. */
async function folderSize(folder: string): Promise<number> {
  const entries = await fs.readdir(folder, { withFileTypes: true }).catch(() => []);
  let bytes = 0;
  for (const entry of entries) {
    const inside = path.join(folder, entry.name);
    if (entry.isDirectory()) bytes += await folderSize(inside);
    else if (entry.isFile())
      bytes += await fs
        .stat(inside)
        .then((stats) => stats.size)
        .catch(() => 0);
  }
  return bytes;
}
