import { promises as fs } from 'node:fs';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { CutField } from '../../../shared/contract/reader.ts';
import { storageError } from '../../files/atomic-write.ts';
import { writeWhole } from '../../files/write-whole.ts';
import type { CropPlace } from './page-log.ts';

/** Levels that a person looks at are told apart in so many steps: paper's grain would take most of the file. */
const STEP = 8;

/**
 * Adds the pictures of a page's fields to crops.bin, packed one by one, and gives their places: all of them or none. They are on the disk when it
 * resolves, so that a page's line never names what is not there. Throws storage errors.
 */
export async function appendCrops(file: string, cuts: readonly CutField[]): Promise<CropPlace[]> {
  const packed = cuts.map(({ field, look, ink }) => ({
    field,
    look: deflateRawSync(look.map((level) => Math.min(255, Math.round(level / STEP) * STEP))),
    ink: deflateRawSync(ink),
  }));
  try {
    let at = await appended(file, Buffer.concat(packed.flatMap(({ look, ink }) => [look, ink])));
    return packed.map(({ field, look, ink }) => {
      const place = { field, at, look: look.length, ink: ink.length };
      at += look.length + ink.length;
      return place;
    });
  } catch (error) {
    throw storageError(error, file);
  }
}

/** Adds bytes to a file, all or none, and gives its length before. */
async function appended(file: string, bytes: Uint8Array): Promise<number> {
  const handle = await fs.open(file, 'a+', 0o600);
  try {
    const { size } = await handle.stat();
    try {
      await writeWhole(handle, bytes, null);
      await handle.sync();
    } catch (error) {
      await fs.truncate(file, size).catch(() => undefined);
      throw error;
    }
    return size;
  } finally {
    await handle.close();
  }
}

/** The pictures at a place, of width x height levels each; null where the file does not hold them any more. */
export async function readCrop(
  handle: fs.FileHandle,
  { at, look, ink }: CropPlace,
  { width, height }: { readonly width: number; readonly height: number },
): Promise<{ look: Uint8Array<ArrayBuffer>; ink: Uint8Array<ArrayBuffer> } | null> {
  const most = { maxOutputLength: width * height };
  try {
    const bytes = Buffer.alloc(look + ink);
    await handle.read(bytes, 0, bytes.length, at);
    const pictures = {
      look: new Uint8Array(inflateRawSync(bytes.subarray(0, look), most)),
      ink: new Uint8Array(inflateRawSync(bytes.subarray(look), most)),
    };
    return pictures.look.length === width * height && pictures.ink.length === width * height ? pictures : null;
  } catch {
    return null;
  }
}
