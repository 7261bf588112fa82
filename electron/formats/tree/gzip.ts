import { createInflateRaw, type InflateRaw } from 'node:zlib';
import { AppError } from '../../../shared/contract/errors.ts';
import { ByteQueue } from './byte-queue.ts';
import { crc32 } from './crc32.ts';
import type { Entry } from './entry.ts';
import { checkPacking } from './packing.ts';

/** Some copies were compressed by their maker and again by their host. More often than that, nobody means it. */
const LAYERS = 2;

/**
 * An entry's plain bytes: gzip is taken off, once or twice, told by content and not by name; several members in one
 * file are one after the other. Bytes after the last member are tolerated (Node's own gunzip is not as kind); `onTrailing`
 * hears of them. Throws `gzip-torn` {file} for what ends too early or does not match its checksum, and
 * `unpacks-too-large` as `checkPacking`.
 */
export function contentOf(entry: Entry, onTrailing?: () => void): AsyncGenerator<Uint8Array> {
  return unwrap(entry.stream(), entry.path, LAYERS, onTrailing);
}

async function* unwrap(
  source: AsyncIterable<Uint8Array>,
  file: string,
  layers: number,
  onTrailing?: () => void,
): AsyncGenerator<Uint8Array> {
  const queue = new ByteQueue(source);
  try {
    const head = await queue.take(2);
    queue.putBack(head);
    if (layers > 0 && isMember(head)) yield* unwrap(members(queue, file, onTrailing), file, layers - 1, onTrailing);
    else yield* queue.rest();
  } finally {
    await queue.close();
  }
}

const isMember = (head: Uint8Array): boolean => head[0] === 0x1f && head[1] === 0x8b;

/** The content of one gzip member after the other (RFC 1952), each checked. */
async function* members(queue: ByteQueue, file: string, onTrailing?: () => void): AsyncGenerator<Uint8Array> {
  const all: Taken = { packed: 0, plain: 0 };
  for (let head = await queue.take(10); head.length > 0; head = await queue.take(10)) {
    if (!isMember(head)) {
      // Zeros after the last member are padding.
      if (head.some((byte) => byte !== 0)) onTrailing?.();
      return;
    }
    await skipHeader(queue, head[3] ?? 0);
    let [size, checksum] = [0, 0];
    for await (const piece of inflate(queue, file, all)) {
      size = (size + piece.length) >>> 0;
      checksum = crc32(piece, checksum);
      yield piece;
    }
    const end = await queue.take(8);
    const view = new DataView(end.buffer, end.byteOffset, end.byteLength);
    if (end.length < 8 || view.getUint32(0, true) !== checksum || view.getUint32(4, true) !== size)
      throw new AppError('gzip-torn', { file });
  }
}

/** The parts of a member's header that its flags announce: an extra field, a name, a comment, a checksum. */
async function skipHeader(queue: ByteQueue, flags: number): Promise<void> {
  if (flags & 4) {
    const length = await queue.take(2);
    await queue.take((length[0] ?? 0) + 256 * (length[1] ?? 0));
  }
  for (const text of [8, 16]) {
    if (flags & text)
      for (let byte = await queue.take(1); byte.length === 1 && byte[0] !== 0; byte = await queue.take(1));
  }
  if (flags & 2) await queue.take(2);
}

/** Bytes of the members before this one. */
interface Taken {
  packed: number;
  plain: number;
}

/** Inflates to the end of the deflate stream and puts back what comes after it. */
async function* inflate(queue: ByteQueue, file: string, all: Taken): AsyncGenerator<Uint8Array> {
  const engine = createInflateRaw();
  const ended = new Promise<void>((resolve) => engine.once('end', resolve).once('close', resolve));
  const feeding = feed(queue, engine, ended);
  // Only the source can fail there, and the iteration ends with the same error.
  feeding.catch((error: Error) => engine.destroy(error));
  try {
    for await (const piece of engine as AsyncIterable<Buffer>) {
      all.plain += piece.length;
      checkPacking(file, all.packed + engine.bytesWritten, all.plain);
      yield piece;
    }
    all.packed += engine.bytesWritten;
    queue.putBack(await feeding);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    throw code.startsWith('Z_') ? new AppError('gzip-torn', { file }, error) : error;
  } finally {
    engine.destroy();
    await feeding.catch(() => undefined);
  }
}

/** Writes piece after piece, until there are no more or the engine has come to its end. Resolves with what it did not take. */
async function feed(queue: ByteQueue, engine: InflateRaw, ended: Promise<void>): Promise<Uint8Array> {
  for (let before = 0; ; before = engine.bytesWritten) {
    const piece = await queue.next();
    if (piece === null || engine.destroyed) {
      engine.end();
      return new Uint8Array();
    }
    // The write callback is never called for the piece in which the stream ends.
    await Promise.race([new Promise<void>((resolve) => void engine.write(piece, () => resolve())), ended]);
    const taken = engine.bytesWritten - before;
    if (taken < piece.length) return piece.subarray(taken);
  }
}
