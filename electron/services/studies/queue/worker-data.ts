import path from 'node:path';
import type { Redis } from 'ioredis';
import { AppError } from '../../../../shared/contract/errors.ts';
import type { DataFiles, FileHashes } from '../../../../shared/contract/data-files.ts';
import type { Blob, QueuedData } from '../../../../shared/contract/schemas/trial-job.ts';
import { makeStorageFolder, storageError } from '../../../files/atomic-write.ts';
import { sha256OfFile } from '../../../files/content-hash.ts';
import { withFolderLock } from '../../../files/folder-lock.ts';
import { isSameStamp, type Stamp, stampOf } from '../../../files/stamped-index.ts';
import { fetchFile } from './blobs.ts';

/**
 * The data sets of a worker's trials, each file under its hash: it is fetched once, whatever study needs it, and of several workers
 * with one storage by one of them. What is read of it later is checked by the hash again (files/image-set.ts). Throws `queue-garbled`
 * {what}, storage errors.
 */
export async function workerData(redis: Redis, folder: string, data: readonly QueuedData[]): Promise<DataFiles[]> {
  makeStorageFolder(folder);
  const sets: DataFiles[] = [];
  for (const { id, task, framing, files } of data) {
    const paths = new Map<keyof FileHashes, string>();
    for (const [name, blob] of Object.entries(files) as [keyof FileHashes, Blob][])
      paths.set(name, await fetched(redis, folder, blob));
    const whole = (name: keyof FileHashes): string => {
      const file = paths.get(name);
      if (file === undefined) throw new AppError('queue-garbled', { what: `${id}: ${name}` });
      return file;
    };
    const hash = (name: keyof FileHashes): string => files[name]?.sha256 ?? '';
    const [groups, pens] = [paths.get('trainGroups'), paths.get('trainPens')];
    sets.push({
      id,
      task,
      framing,
      trainImages: whole('trainImages'),
      trainLabels: whole('trainLabels'),
      testImages: whole('testImages'),
      testLabels: whole('testLabels'),
      ...(groups !== undefined && { trainGroups: groups }),
      ...(pens !== undefined && { trainPens: pens }),
      sha256: {
        trainImages: hash('trainImages'),
        trainLabels: hash('trainLabels'),
        testImages: hash('testImages'),
        testLabels: hash('testLabels'),
        ...(groups !== undefined && { trainGroups: hash('trainGroups') }),
        ...(pens !== undefined && { trainPens: hash('trainPens') }),
      },
    });
  }
  return sets;
}

/** Files that had the right hash in this process, as they were then: one that a disk has spoiled is fetched again. */
const checked = new Map<string, Stamp>();

async function fetched(redis: Redis, folder: string, blob: Blob): Promise<string> {
  const file = path.join(folder, blob.sha256);
  const isThere = async (): Promise<boolean> => {
    const stamp = await stampOf(file);
    if (stamp?.size !== blob.bytes) return false;
    const known = checked.get(file);
    if (known && isSameStamp(known, stamp)) return true;
    if ((await sha256OfFile(file).catch(() => null)) !== blob.sha256) return false;
    checked.set(file, stamp);
    return true;
  };
  if (await isThere()) return file;
  try {
    await withFolderLock(file, async () => {
      if (!(await isThere())) await fetchFile(redis, blob, file);
    });
  } catch (error) {
    throw storageError(error, file);
  }
  return file;
}
