import { promises as fs } from 'node:fs';
import path from 'node:path';
import { AppError, toErrorData, type ErrorData } from '../../../shared/contract/errors.ts';
import type { Frame } from '../../../shared/contract/schemas/task.ts';
import { IMAGES_MAGIC, LABELS_MAGIC } from '../../../shared/data/idx.ts';
import { mendImages, type ImageWarning } from '../../../shared/data/mend-images.ts';
import { parseStrokes } from '../../../shared/data/strokes-file.ts';
import { frameBytes } from '../../../shared/ink/frame.ts';
import { rasterize } from '../../../shared/ink/rasterize.ts';
import { readWholeFile } from '../../formats/whole-file.ts';
import { readIdxFile } from '../../services/datasets/idx-file.ts';
import type { Services } from '../../hosts/create-services.ts';

/** One thing to read: an image of the model's size, or why there is none. */
export type Readable = { readonly image: Uint8Array } | { readonly error: ErrorData };

export interface Source {
  readonly items: readonly Readable[];
  readonly warnings: readonly ImageWarning[];
}

/** A file of strokes of more bytes is refused, in millions. */
const STROKES_LIMIT = 256;

/** Pictures, one at a time in the reader: what is wrong with one is told for that one. */
export async function readPictures(services: Services, files: readonly string[], frame: Frame): Promise<Source> {
  const items: Readable[] = [];
  for (const file of files) {
    const name = path.basename(file);
    items.push(
      await services.reader.call('picture.read', { path: path.resolve(file), name, frame }).then(
        ({ image }) => ({ image }),
        (thrown: unknown) => ({ error: toErrorData(thrown) }),
      ),
    );
  }
  return { items, warnings: [] };
}

/** Drawings. Throws what `parseStrokes` and `readWholeFile` throw; a drawing without ink is told for that one. */
export async function readStrokes(file: string, frame: Frame): Promise<Source> {
  const name = path.basename(file);
  const text = (await readWholeFile(path.resolve(file), name, STROKES_LIMIT)).toString('utf8');
  const items = parseStrokes(text, name).map(({ drawing }): Readable => inked(rasterize(drawing, { frame }), name));
  return { items, warnings: [] };
}

/**
 * Images of an IDX file, of the model's own size. Throws `idx-is-labels`, `idx-bad-magic`, `idx-wrong-size`, `model-other-size`
 * {model, data}, `file-empty`, and what reading throws; an image without ink is told for that one.
 */
export async function readIdx(file: string, { height, width }: Frame): Promise<Source> {
  const name = path.basename(file);
  await fs.stat(file).catch((error: unknown) => {
    throw new AppError('not-found', { path: file }, error);
  });
  const { bytes } = await readIdxFile(path.resolve(file));
  if (bytes.length === 0) throw new AppError('file-empty', { file: name });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = bytes.length < 4 ? NaN : view.getUint32(0);
  if (magic === LABELS_MAGIC) throw new AppError('idx-is-labels', { file: name });
  if (magic !== IMAGES_MAGIC || bytes.length < 16) {
    const found = `0x${Number.isNaN(magic) ? '' : magic.toString(16).padStart(8, '0')}`;
    throw new AppError('idx-bad-magic', { file: name, offset: 0, found, expected: '0x00000803' });
  }
  const [count, ownHeight, ownWidth] = [view.getUint32(4), view.getUint32(8), view.getUint32(12)];
  if (ownHeight !== height || ownWidth !== width) {
    throw new AppError('model-other-size', { model: `${height} × ${width}`, data: `${ownHeight} × ${ownWidth}` });
  }
  const size = height * width;
  const expected = 16 + count * size;
  if (bytes.length !== expected) throw new AppError('idx-wrong-size', { file: name, actual: bytes.length, expected });
  const { images, warnings } = mendImages(bytes.subarray(16), height, width);
  const items = Array.from({ length: count }, (_, i) => inked(images.subarray(i * size, (i + 1) * size), name));
  return { items, warnings };
}

const inked = (image: Uint8Array, file: string): Readable =>
  image.some((level) => level > 0) ? { image } : { error: toErrorData(new AppError('no-ink', { file })) };

/** The images among them, one after the other. */
export function imagesOf(items: readonly Readable[], frame: Frame): Uint8Array<ArrayBuffer> {
  const images = items.flatMap((item) => ('image' in item ? [item.image] : []));
  const all = new Uint8Array(images.length * frameBytes(frame));
  images.forEach((image, i) => all.set(image, i * frameBytes(frame)));
  return all;
}
