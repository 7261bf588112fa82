import { AppError } from '../../../shared/contract/errors.ts';
import type { RandomAccess } from './random-access.ts';

/** What a zip archive's central directory says of one file (PKWARE's APPNOTE, 4.3.12). */
export interface DirectoryRecord {
  readonly name: string;
  readonly method: number;
  readonly encrypted: boolean;
  readonly crc32: number;
  readonly compressedSize: number;
  readonly size: number;
  /** The offset of the file's own header in the archive. */
  readonly offset: number;
}

/** No data set that fits this studio has more files, or is larger unpacked; what claims to be is refused by its header. */
const MOST_FILES = 2_000_000;
const MOST_BYTES = 17_179_869_184;
const MOST_DIRECTORY_BYTES = 536_870_912;

const [END, END_64, LOCATOR_64, RECORD] = [0x06054b50, 0x06064b50, 0x07064b50, 0x02014b50];
/** Length of the record at the end without its comment, and the longest comment. */
const [END_LENGTH, COMMENT] = [22, 65_535];

interface Extent {
  readonly count: number;
  readonly length: number;
  readonly offset: number;
  /** Bytes in front of the archive that its own offsets do not count: a program that unpacks it, or anything else. */
  readonly before: number;
}

/** Throws `archive-damaged` {file} and `archive-too-large` {file, files, gigabytes}. */
export async function readDirectory(source: RandomAccess, file: string): Promise<DirectoryRecord[]> {
  const extent = await findDirectory(source, file);
  if (extent.count > MOST_FILES || extent.length > MOST_DIRECTORY_BYTES) throw tooLarge(file);
  const bytes = await source.read(extent.before + extent.offset, extent.length);
  if (bytes.length < extent.length) throw new AppError('archive-damaged', { file });
  const records: DirectoryRecord[] = [];
  let total = 0;
  for (let at = 0; records.length < extent.count;) {
    const { record, length } = parseRecord(bytes, at, file);
    records.push({ ...record, offset: extent.before + record.offset });
    total += record.size;
    if (total > MOST_BYTES) throw tooLarge(file);
    at += length;
  }
  return records;
}

const tooLarge = (file: string): AppError =>
  new AppError('archive-too-large', { file, files: MOST_FILES, gigabytes: Math.round(MOST_BYTES / 1e9) });

/** The directory's place, by the record at the archive's end. */
async function findDirectory(source: RandomAccess, file: string): Promise<Extent> {
  const tailAt = Math.max(0, source.size - END_LENGTH - COMMENT);
  const tail = viewOf(await source.read(tailAt, source.size - tailAt));
  for (let at = tail.byteLength - END_LENGTH; at >= 0; at--) {
    if (tail.getUint32(at, true) !== END || at + END_LENGTH + tail.getUint16(at + 20, true) > tail.byteLength) continue;
    const extent = {
      count: tail.getUint16(at + 10, true),
      length: tail.getUint32(at + 12, true),
      offset: tail.getUint32(at + 16, true),
    };
    const large = extent.count === 0xffff || extent.length === 0xffffffff || extent.offset === 0xffffffff;
    const extent64 = large ? await findDirectory64(source, tailAt + at) : null;
    if (extent64) return { ...extent64, before: 0 };
    return { ...extent, before: Math.max(0, tailAt + at - extent.length - extent.offset) };
  }
  throw new AppError('archive-damaged', { file });
}

/** The same for an archive beyond 4 GB or 65,535 files; null if it has no such record. */
async function findDirectory64(source: RandomAccess, endAt: number): Promise<Omit<Extent, 'before'> | null> {
  const locator = viewOf(await source.read(Math.max(0, endAt - 20), 20));
  if (locator.byteLength < 20 || locator.getUint32(0, true) !== LOCATOR_64) return null;
  const end = viewOf(await source.read(Number(locator.getBigUint64(8, true)), 56));
  if (end.byteLength < 56 || end.getUint32(0, true) !== END_64) return null;
  const number = (at: number): number => Number(end.getBigUint64(at, true));
  return { count: number(32), length: number(40), offset: number(48) };
}

function parseRecord(bytes: Uint8Array, at: number, file: string): { record: DirectoryRecord; length: number } {
  const view = viewOf(bytes.subarray(at, at + 46));
  if (view.byteLength < 46 || view.getUint32(0, true) !== RECORD) throw new AppError('archive-damaged', { file });
  const [nameLength, extraLength, commentLength] = [28, 30, 32].map((place) => view.getUint16(place, true)) as [
    number,
    number,
    number,
  ];
  const length = 46 + nameLength + extraLength + commentLength;
  if (at + length > bytes.length) throw new AppError('archive-damaged', { file });
  const extra = viewOf(bytes.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength));
  const [size, compressedSize, offset] = large(
    extra,
    [24, 20, 42].map((place) => view.getUint32(place, true)),
  );
  const record = {
    name: nameOf(bytes.subarray(at + 46, at + 46 + nameLength)),
    method: view.getUint16(10, true),
    encrypted: (view.getUint16(8, true) & 1) === 1,
    crc32: view.getUint32(16, true),
    compressedSize: compressedSize!,
    size: size!,
    offset: offset!,
  };
  return { record, length };
}

/** Values of 32 bits, those that are full taken from the extra field for 64 bits (APPNOTE 4.5.3), which has them in this order. */
function large(extra: DataView, values: readonly number[]): number[] {
  for (let at = 0; at + 4 <= extra.byteLength; at += 4 + extra.getUint16(at + 2, true)) {
    if (extra.getUint16(at, true) !== 1) continue;
    let place = at + 4;
    const end = Math.min(extra.byteLength, place + extra.getUint16(at + 2, true));
    return values.map((value) => {
      if (value !== 0xffffffff || place + 8 > end) return value;
      place += 8;
      return Number(extra.getBigUint64(place - 8, true));
    });
  }
  return [...values];
}

/** UTF-8, or what older programs wrote: a byte a character. Windows' backslashes part folders too. */
function nameOf(bytes: Uint8Array): string {
  let name: string;
  try {
    name = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    name = String.fromCharCode(...bytes);
  }
  return name.replaceAll('\\', '/');
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
