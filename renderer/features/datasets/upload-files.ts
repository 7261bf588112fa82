import { AppError } from '../../../shared/contract/errors.ts';
import { useHost } from '../../stores/host.ts';
import type { Dropped, DroppedFile } from './dropped-files.ts';

/**
 * The contract's limit for one call, and a lower one for several files together, so that progress moves every few
 * megabytes.
 */
const MOST_BYTES = 134_217_728;
const BATCH_BYTES = 33_554_432;
const BATCH_FILES = 500;

/**
 * Uploads files to the host; resolves with their handle. `onProgress` is called with the share that is done. Throws
 * `file-too-large`, `cancelled`.
 */
export async function uploadFiles(
  { name, files }: Dropped,
  signal: AbortSignal,
  onProgress: (share: number) => void,
): Promise<string> {
  const large = files.find(({ file }) => file.size > MOST_BYTES);
  if (large) {
    const megabytes = Math.ceil(large.file.size / 1e6);
    throw new AppError('file-too-large', { file: large.file.name, megabytes, limit: Math.floor(MOST_BYTES / 1e6) });
  }
  const host = useHost();
  const [only] = files;
  if (files.length === 1 && only && only.path === name) {
    const { handle } = await host.call('files.upload', { name, bytes: await bytesOf(only.file) }, { signal });
    return handle;
  }
  const total = files.reduce((sum, { file }) => sum + file.size, 0);
  let [folder, done]: [string | null, number] = [null, 0];
  for (const batch of batches(files)) {
    if (signal.aborted) throw new AppError('cancelled');
    const parts = await Promise.all(batch.map(async ({ path, file }) => ({ path, bytes: await bytesOf(file) })));
    ({ handle: folder } = await host.call('files.uploadInto', { folder, name, files: parts }, { signal }));
    done += parts.reduce((sum, { bytes }) => sum + bytes.length, 0);
    onProgress(total > 0 ? done / total : 1);
  }
  return folder!;
}

function* batches(files: readonly DroppedFile[]): Generator<DroppedFile[]> {
  let [batch, bytes]: [DroppedFile[], number] = [[], 0];
  for (const each of files) {
    if (batch.length >= BATCH_FILES || (batch.length > 0 && bytes + each.file.size > BATCH_BYTES)) {
      yield batch;
      [batch, bytes] = [[], 0];
    }
    batch.push(each);
    bytes += each.file.size;
  }
  if (batch.length > 0) yield batch;
}

const bytesOf = async (file: File): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await file.arrayBuffer());
