import { promises as fs } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import { makeStorageFolder, storageError } from '../../files/atomic-write.ts';
import { ServerError } from '../../http/http-get.ts';
import { messageOf } from '../../native/provision/setup-error.ts';
import { readIdxFile } from '../datasets/idx-file.ts';
import { MNIST_FILES, type MnistFile } from '../datasets/mnist-files.ts';
import { TransferRate } from '../transfer-rate.ts';
import { fetchFile } from './fetch-file.ts';
import { move } from '../../files/move.ts';

export interface DownloadProgress {
  readonly bytes: number;
  readonly totalBytes: number;
  /** Seconds left at the speed so far; null before there is one. */
  readonly etaSeconds: number | null;
  /** The mirror in use, by host name. */
  readonly source: string;
}

export interface DownloadOptions {
  readonly mirrors: readonly string[];
  readonly signal: AbortSignal;
  /** Milliseconds without a byte after which a mirror is left. */
  readonly stall?: number;
  readonly now: () => number;
  readonly onProgress: (progress: DownloadProgress) => void;
}

/** The gzipped sizes are near these; each copy was compressed in its own way, so they serve for progress only. */
const USUAL_BYTES: Readonly<Record<MnistFile['part'], number>> = {
  trainImages: 9_912_422,
  trainLabels: 28_881,
  testImages: 1_648_877,
  testLabels: 4_542,
};
const TOTAL = Object.values(USUAL_BYTES).reduce((sum, bytes) => sum + bytes, 0);
const STALL = 15_000;

/**
 * Downloads MNIST's four files, gzipped, into `folder`, trying the mirrors in turn for each file. A file counts only when
 * its uncompressed content has MNIST's SHA-256; what is there already is kept, what came in part is gone on with.
 * Throws `cancelled`, storage errors, or `download-failed` {mirrors}, which names each mirror and what was wrong with it.
 */
export async function downloadMnist(folder: string, options: DownloadOptions): Promise<void> {
  makeStorageFolder(folder);
  const rate = new TransferRate();
  let done = 0;
  for (const file of MNIST_FILES) {
    const target = path.join(folder, `${file.name}.gz`);
    if (!(await isRight(target, file))) {
      const before = done;
      await fromSomeMirror(file, target, options, (bytes, fresh, source) => {
        rate.add(fresh, options.now());
        const etaSeconds = rate.secondsFor(Math.max(0, TOTAL - before - bytes), options.now());
        options.onProgress({ bytes: Math.min(TOTAL, before + bytes), totalBytes: TOTAL, etaSeconds, source });
      });
    }
    done += USUAL_BYTES[file.part];
  }
}

type Tell = (bytes: number, fresh: number, source: string) => void;

async function fromSomeMirror(file: MnistFile, target: string, options: DownloadOptions, tell: Tell): Promise<void> {
  const faults: string[] = [];
  for (const mirror of options.mirrors) {
    const url = new URL(`${file.name}.gz`, mirror);
    try {
      await fromMirror(url, file, target, options, tell);
      return;
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      faults.push(`${url.host}: ${messageOf(error)}`);
    }
  }
  throw new AppError('download-failed', { file: file.name, mirrors: faults.join('; ') });
}

async function fromMirror(
  url: URL,
  file: MnistFile,
  target: string,
  options: DownloadOptions,
  tell: Tell,
): Promise<void> {
  // Each mirror has its own partial file: the same content may be compressed differently, so the bytes of two mirrors
  // cannot be joined.
  const partial = `${target}.${url.host.replace(/[^a-z0-9.]/gi, '_')}.part`;
  let last = await fs.stat(partial).then(
    (stats) => stats.size,
    () => 0,
  );
  await fetchFile(url, partial, {
    signal: options.signal,
    stall: options.stall ?? STALL,
    limit: 2 * USUAL_BYTES[file.part] + 100_000,
    onProgress: (bytes) => {
      tell(bytes, Math.max(0, bytes - last), url.host);
      last = bytes;
    },
  });
  if (!(await isRight(partial, file))) {
    await fs.rm(partial, { force: true });
    throw new ServerError('its content is not MNIST (checksum)', true);
  }
  await move(partial, target).catch((error: unknown) => {
    throw storageError(error, target);
  });
}

/** Whether a file is there and holds what it should, uncompressed. Reads no further than the right size, whatever it unpacks to. */
async function isRight(target: string, file: MnistFile): Promise<boolean> {
  try {
    return (await readIdxFile(target, { limit: file.bytes })).sha256 === file.sha256;
  } catch (error) {
    if (
      error instanceof AppError &&
      ['gzip-torn', 'idx-wrong-size', 'storage-failed', 'not-found'].includes(error.code)
    )
      return false;
    throw error;
  }
}
