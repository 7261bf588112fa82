import path from 'node:path';
import { AppError, toErrorData, type ErrorData } from '../../../shared/contract/errors.ts';
import type { Warning } from '../../../shared/contract/schemas/import.ts';
import type { Frame } from '../../../shared/contract/schemas/task.ts';
import { parseStrokes } from '../../../shared/data/strokes-file.ts';
import { frameBytes } from '../../../shared/ink/frame.ts';
import { rasterize } from '../../../shared/ink/rasterize.ts';
import { readWholeFile } from '../../formats/whole-file.ts';
import type { Services } from '../../hosts/create-services.ts';

/** One thing to read: an image of the model's size, or why there is none. */
export type Readable = { readonly image: Uint8Array } | { readonly error: ErrorData };

export interface Source {
  readonly items: readonly Readable[];
  /** Warnings about all of them; mends were applied where possible. */
  readonly warnings: readonly Warning[];
}

/** A file of strokes of more bytes is refused, in millions. */
const STROKES_LIMIT = 256;

/** Pictures, one at a time in the reader: a picture that cannot be read has its own error. */
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

/** Drawings. Throws what `parseStrokes` and `readWholeFile` throw; a drawing without ink has its own error. */
export async function readStrokes(file: string, frame: Frame): Promise<Source> {
  const name = path.basename(file);
  const text = (await readWholeFile(path.resolve(file), name, STROKES_LIMIT)).toString('utf8');
  const items = parseStrokes(text, name).map(({ drawing, sheet }): Readable =>
    inked(rasterize(drawing, { frame, sheet }), name),
  );
  return { items, warnings: [] };
}

/** The image, or the error that it has no ink. */
export const inked = (image: Uint8Array, file: string): Readable =>
  image.some((level) => level > 0) ? { image } : { error: toErrorData(new AppError('no-ink', { file })) };

/** The images among them, one after the other. */
export function imagesOf(items: readonly Readable[], frame: Frame): Uint8Array<ArrayBuffer> {
  const images = items.flatMap((item) => ('image' in item ? [item.image] : []));
  const all = new Uint8Array(images.length * frameBytes(frame));
  images.forEach((image, i) => all.set(image, i * frameBytes(frame)));
  return all;
}
