import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Zip, ZipPassThrough } from 'fflate';
import { storageError } from '../../files/atomic-write.ts';
import { DeflatedEntry } from './deflated-entry.ts';
import type { ListedFile } from '../../../shared/contract/schemas/listed-files.ts';

/** A file that goes into a zip. `stored`: as it is, since it does not pack. */
export interface PackedFile {
  readonly path: string;
  readonly content: AsyncIterable<Uint8Array>;
  readonly stored: boolean;
}

/** The file that lists the others, made when all of them are known. */
export interface Listing {
  readonly path: string;
  readonly of: (files: readonly ListedFile[]) => unknown;
}

/** The format's oldest time for every file: the same content gives the same bytes. */
const TIME = new Date(1980, 0, 1);
const encoder = new TextEncoder();

/** Files as a zip, piece by piece, the one that lists them last. Throws what reading them throws. */
export async function* packListed(files: readonly PackedFile[], listing: Listing): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = [];
  let failed: unknown = null;
  const zip = new Zip((error, chunk) => {
    failed ??= error;
    ready.push(chunk);
  });
  function* drained(): Generator<Uint8Array> {
    if (failed !== null) throw failed;
    yield* ready.splice(0);
  }
  const listed: ListedFile[] = [];
  async function* add({ path, content, stored }: PackedFile): AsyncGenerator<Uint8Array> {
    const entry = stored ? new ZipPassThrough(path) : new DeflatedEntry(path);
    entry.mtime = TIME;
    zip.add(entry);
    const hash = createHash('sha256');
    let size = 0;
    for await (const piece of content) {
      hash.update(piece);
      size += piece.length;
      entry.push(piece);
      yield* drained();
    }
    entry.push(new Uint8Array(), true);
    listed.push({ path, size, sha256: hash.digest('hex') });
    yield* drained();
  }
  for (const file of files) yield* add(file);
  const text = `${JSON.stringify(listing.of([...listed]), null, 2)}\n`;
  yield* add({ path: listing.path, content: wholeText(text), stored: false });
  zip.end();
  yield* drained();
}

export async function* wholeText(text: string): AsyncGenerator<Uint8Array> {
  yield encoder.encode(text);
}

/** A file's bytes. Throws storage errors. */
export async function* onDisk(file: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of createReadStream(file, { highWaterMark: 1_048_576 })) yield piece as Buffer;
  } catch (error) {
    throw storageError(error, file);
  }
}
