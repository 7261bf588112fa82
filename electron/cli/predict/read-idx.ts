import { promises as fs } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import type { Warning } from '../../../shared/contract/schemas/import.ts';
import type { Frame } from '../../../shared/contract/schemas/task.ts';
import { mendImages, pixelMends } from '../../../shared/data/mends.ts';
import { storageError } from '../../files/atomic-write.ts';
import { arrayOf, countOf, type ArrayFile } from '../../formats/arrays/array-file.ts';
import { imagesOf, scaleOf } from '../../formats/arrays/read-images.ts';
import { roleOf, type Layout } from '../../formats/arrays/roles.ts';
import type { Note } from '../../formats/found-set.ts';
import { openTree, type SourceFile } from '../../formats/tree/open-tree.ts';
import { inked, type Readable, type Source } from './readable.ts';

/** All images are held in memory: 2 GB. */
const MOST_BYTES = 2_000_000_000;

/**
 * Images of an IDX file (or NumPy's .npy) of the model's own size, of any element type, gzipped or in a zip. Throws
 * `path-missing` and `not-a-file` {path}, `file-empty`, `file-is-page`, `idx-other` and `idx-is-labels` {file},
 * `data-empty` {file}, `model-other-size` {model, data}, `data-too-large` {file, limit}, and what reading throws; an
 * image without ink has its own error.
 */
export async function readIdx(file: string, { height, width }: Frame): Promise<Source> {
  await checkFile(file);
  const name = path.basename(file);
  const tree = await openTree(path.resolve(file));
  try {
    const { array, layout } = imagesIn(tree.files, name);
    if (layout.height !== height || layout.width !== width) {
      const data = `${layout.height} × ${layout.width}`;
      throw new AppError('model-other-size', { model: `${height} × ${width}`, data });
    }
    const size = height * width;
    if (countOf(array) * size > MOST_BYTES)
      throw new AppError('data-too-large', { file: name, limit: MOST_BYTES / 1_000_000 });
    const warnings: Warning[] = [];
    const onNote = ({ code, params = {} }: Note): void => {
      if (code !== 'transposed-by-name') warnings.push({ code, params, on: false });
    };
    if (array.headerReversed) onNote({ code: 'header-reversed', params: { file: name } });
    const read = await wholeOf(array, layout, onNote);
    const { mends, highest } = pixelMends(read, layout);
    const images = mends.length === 0 ? read : mendImages(read, layout, highest, mends);
    const mended = mends.map((code): Warning => ({ code, params: { highest }, on: true }));
    const items = Array.from({ length: images.length / size }, (_, i): Readable => {
      return inked(images.subarray(i * size, (i + 1) * size), name);
    });
    return { items, warnings: [...mended, ...warnings] };
  } finally {
    await tree.close();
  }
}

async function checkFile(file: string): Promise<void> {
  const stats = await fs.stat(file).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? new AppError('path-missing', { path: file }, error) : storageError(error, file);
  });
  if (!stats.isFile()) throw new AppError('not-a-file', { path: file });
}

/** The one array of images. */
function imagesIn(files: readonly SourceFile[], name: string): { array: ArrayFile; layout: Layout } {
  const arrays = files
    .filter(({ kind }) => kind === 'idx' || kind === 'npy')
    .flatMap((file) => arrayOf(file) ?? [])
    .map((array) => ({ array, role: roleOf(array) }));
  for (const { array, role } of arrays) {
    if (role === null || role === 'labels') continue;
    if (countOf(array) === 0) throw new AppError('data-empty', { file: name });
    return { array, layout: role };
  }
  if (arrays.some(({ role }) => role === 'labels')) throw new AppError('idx-is-labels', { file: name });
  const [first] = files;
  if (first?.fault) throw first.fault;
  if (first?.kind === 'empty') throw new AppError('file-empty', { file: name });
  throw new AppError(first?.kind === 'web-page' ? 'file-is-page' : 'idx-other', { file: name });
}

async function wholeOf(array: ArrayFile, layout: Layout, onNote: (note: Note) => void): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of imagesOf(array, layout, await scaleOf([array]), onNote)) pieces.push(piece);
  return Buffer.concat(pieces);
}
