import { Readable, pipeline } from 'node:stream';
import { createInflateRaw, inflateRawSync } from 'node:zlib';
import { AppError } from '../../../shared/contract/errors.ts';
import { crc32 } from './crc32.ts';
import type { Skipped } from '../../../shared/contract/schemas/import.ts';
import type { Entry } from './entry.ts';
import { checkPacking } from './packing.ts';
import type { RandomAccess } from './random-access.ts';
import { readDirectory, type DirectoryRecord } from './zip-directory.ts';

/** Entries up to this size are inflated in one call. */
const SMALL = 1_048_576;
/** Bytes read from the archive at a time. */
const PIECE = 262_144;
const [STORED, DEFLATED] = [0, 8];

/**
 * The files in a zip archive (also an .npz), by its central directory; each can be read by itself and again, which
 * streaming through the archive could not. Names that lead out of the archive, encrypted files and unknown ways of
 * compression are told in `skipped`. Throws `archive-damaged` {file} and `archive-too-large` {file}.
 */
export async function openZip(
  source: RandomAccess,
  archive: string,
): Promise<{ entries: Entry[]; skipped: Skipped[] }> {
  const entries: Entry[] = [];
  const skipped: Skipped[] = [];
  for (const record of await readDirectory(source, archive)) {
    if (record.name.endsWith('/')) continue;
    const path = `${archive}/${record.name}`;
    if (!isSafe(record.name)) skipped.push({ file: path, reason: 'unsafe-name' });
    else if (record.encrypted) skipped.push({ file: path, reason: 'encrypted' });
    else if (record.method !== STORED && record.method !== DEFLATED)
      skipped.push({ file: path, reason: 'compression-unknown' });
    else entries.push({ path, size: record.size, file: null, stream: () => read(source, record, path) });
  }
  return { entries, skipped };
}

/** Whether an entry's name is relative and does not lead out of the archive. */
const isSafe = (name: string): boolean =>
  !/^([/\\]|[a-z]:)/i.test(name) && !name.includes('\0') && !name.split(/[/\\]/).includes('..');

/** An entry's bytes, checked to be as many as the directory says and to have its checksum. Throws `unpacks-too-large` before the first. */
async function* read(source: RandomAccess, record: DirectoryRecord, path: string): AsyncGenerator<Uint8Array> {
  checkPacking(path, record.compressedSize, record.size);
  let [size, checksum] = [0, 0];
  for await (const piece of inflated(source, record, path)) {
    size += piece.length;
    if (size > record.size) throw new AppError('archive-damaged', { file: path });
    checksum = crc32(piece, checksum);
    yield piece;
  }
  if (size !== record.size || checksum !== record.crc32) throw new AppError('archive-damaged', { file: path });
}

async function* inflated(source: RandomAccess, record: DirectoryRecord, path: string): AsyncGenerator<Uint8Array> {
  const at = await dataOffset(source, record, path);
  if (record.method === STORED) return yield* pieces(source, at, record.compressedSize);
  try {
    if (Math.max(record.size, record.compressedSize) <= SMALL) {
      const packed = await source.read(at, record.compressedSize);
      yield inflateRawSync(packed, { maxOutputLength: record.size + 1 });
      return;
    }
    const inflate = createInflateRaw();
    // Errors of either stream are thrown by the iteration.
    pipeline(Readable.from(pieces(source, at, record.compressedSize)), inflate, () => undefined);
    try {
      yield* inflate as AsyncIterable<Buffer>;
    } finally {
      inflate.destroy();
    }
  } catch (error) {
    throw error instanceof AppError ? error : new AppError('archive-damaged', { file: path }, error);
  }
}

/** Where an entry's data begins: after a header of its own, whose length may differ from the directory's. */
async function dataOffset(source: RandomAccess, { offset }: DirectoryRecord, path: string): Promise<number> {
  const header = await source.read(offset, 30);
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  if (header.length < 30 || view.getUint32(0, true) !== 0x04034b50)
    throw new AppError('archive-damaged', { file: path });
  return offset + 30 + view.getUint16(26, true) + view.getUint16(28, true);
}

async function* pieces(source: RandomAccess, at: number, length: number): AsyncGenerator<Uint8Array> {
  for (let done = 0; done < length;) {
    const piece = await source.read(at + done, Math.min(PIECE, length - done));
    if (piece.length === 0) return;
    done += piece.length;
    yield piece;
  }
}
