import { promises as fs } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import { MNIST_FILES, type MnistFile } from './mnist-files.ts';
import { readIdxFile, type ReadOptions } from './idx-file.ts';
import type { DataSetContent } from './prepared.ts';

const HEADER = { trainImages: 16, trainLabels: 8, testImages: 16, testLabels: 8 } as const;

/** Where a folder keeps one of the four files: plain or gzipped, with a dash or (as some copies have it) a dot. */
async function find(folder: string, { name }: MnistFile): Promise<string | null> {
  const dotted = name.replace('-idx', '.idx');
  for (const candidate of [name, `${name}.gz`, dotted, `${dotted}.gz`]) {
    const file = path.join(folder, candidate);
    const isFile = await fs.stat(file).then(
      (stats) => stats.isFile(),
      () => false,
    );
    if (isFile) return file;
  }
  return null;
}

/** Whether all four files are there; their content is not looked at. */
export async function hasMnist(folder: string): Promise<boolean> {
  const found = await Promise.all(MNIST_FILES.map((file) => find(folder, file)));
  return found.every((file) => file !== null);
}

/**
 * Reads and checks MNIST in a folder. Throws `mnist-incomplete` {folder, file} or `download-checksum` {file} when a file's
 * content is not MNIST's, and what `readIdxFile` throws.
 */
export async function readMnist(folder: string, options: ReadOptions = {}): Promise<DataSetContent> {
  const parts = new Map<MnistFile['part'], Uint8Array>();
  const total = MNIST_FILES.reduce((sum, file) => sum + file.bytes, 0);
  let before = 0;
  for (const file of MNIST_FILES) {
    const found = await find(folder, file);
    if (found === null) throw new AppError('mnist-incomplete', { folder, file: file.name });
    const onProgress = (share: number) => options.onProgress?.((before + share * file.bytes) / total);
    const { bytes, sha256 } = await readIdxFile(found, { ...options, limit: file.bytes, onProgress });
    if (sha256 !== file.sha256) throw new AppError('download-checksum', { file: found });
    before += file.bytes;
    parts.set(file.part, bytes.subarray(HEADER[file.part]));
  }
  return Object.fromEntries(parts) as unknown as DataSetContent;
}
