import { promises as fs } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import type { StorageInfo } from '../../../shared/contract/schemas/settings.ts';
import { storageError } from '../../files/atomic-write.ts';
import { folderSize } from '../../files/folder-size.ts';
import { freeBytes } from '../../files/free-bytes.ts';
import { sweepHostFolders } from '../../files/host-folder.ts';
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

/** Makes the folder. Throws `storage-denied` and its like: without it nothing works. */
export async function makeStorage(folder: string): Promise<void> {
  try {
    await fs.mkdir(path.join(folder, 'runs'), { recursive: true });
    await fs.mkdir(path.join(folder, 'datasets'), { recursive: true });
  } catch (error) {
    throw storageError(error, folder);
  }
  // What a dead host left and the disk does not let go of is in nobody's way.
  for (const name of ['uploads', 'imports']) await sweepHostFolders(path.join(folder, name)).catch(() => undefined);
}

/** The bytes under a folder, and how many of the folders in it are whole: those that hold `record`. */
async function measure(folder: string, record: string): Promise<{ count: number; bytes: number }> {
  const names = await fs.readdir(folder).catch(() => []);
  const whole = await Promise.all(
    names.map((name) =>
      fs.stat(path.join(folder, name, record)).then(
        () => true,
        () => false,
      ),
    ),
  );
  return { count: whole.filter(Boolean).length, bytes: await folderSize(folder) };
}
