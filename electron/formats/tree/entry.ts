import { AppError } from '../../../shared/contract/errors.ts';

/** A file of the world: in a folder, in an archive, or the one that was named. */
export interface Entry {
  /** Where it lies in what was opened, its parts joined by '/'. Shown in errors; opens nothing. */
  readonly path: string;
  /** Bytes, as its folder or archive says; for an archive that is checked while reading. */
  readonly size: number;
  /** The path on this machine's disk, for readers that want parts of it; null inside an archive. */
  readonly file: string | null;
  /** Its bytes in pieces; each call begins at the first byte. */
  stream(): AsyncIterable<Uint8Array>;
}

/** Everything that is read into memory whole is at most this large unless its reader says otherwise: 256 MiB. */
const WHOLE_LIMIT = 268_435_456;

/** Reads a whole stream. Throws `data-too-large` {file, limit} in MB as soon as it is longer than `limit` bytes. */
export async function readWhole(
  stream: AsyncIterable<Uint8Array>,
  file: string,
  limit: number = WHOLE_LIMIT,
): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of stream) {
    size += piece.length;
    if (size > limit) throw new AppError('data-too-large', { file, limit: Math.round(limit / 1_000_000) });
    pieces.push(piece);
  }
  return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
}

/** The first `length` bytes of a stream, or all if there are fewer. The rest is not read. */
export async function readHead(stream: AsyncIterable<Uint8Array>, length: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of stream) {
    pieces.push(piece);
    size += piece.length;
    if (size >= length) break;
  }
  return Buffer.concat(pieces).subarray(0, length);
}
