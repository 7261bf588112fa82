import { createHash, randomBytes } from 'node:crypto';
import { promises as fs } from 'node:fs';
import type { Redis } from 'ioredis';
import { AppError } from '../../../../shared/contract/errors.ts';
import type { Blob } from '../../../../shared/contract/schemas/trial-job.ts';
import { storageError } from '../../../files/atomic-write.ts';
import { sha256Of, sha256OfFile } from '../../../files/content-hash.ts';
import { PREFIX } from './connection.ts';
import { move } from '../../../files/move.ts';

/** Bytes of a piece: a blob is as many as it needs, and the last one may be shorter. */
const PIECE = 4 * 2 ** 20;
/** Seconds that a blob stays which nobody asks for. */
const KEPT = 24 * 3600;

const pieceKey = (sha256: string, place: number): string => `${PREFIX}:blob:${sha256}:${place}`;
/** Written last: where it is, all pieces are. */
const wholeKey = (sha256: string): string => `${PREFIX}:blob:${sha256}`;
const countOf = (bytes: number): number => Math.ceil(bytes / PIECE);

/** Lays a file into the queue under its hash, unless it is there. Throws storage errors and the connection's. */
export async function putFile(redis: Redis, file: string, known?: string): Promise<Blob> {
  try {
    const { size: bytes } = await fs.stat(file);
    const blob = { sha256: known ?? (await sha256OfFile(file)), bytes };
    if (await keep(redis, blob)) return blob;
    for (let place = 0; place < countOf(bytes); place++)
      await redis.set(pieceKey(blob.sha256, place), await pieceOf(file, place), 'EX', KEPT);
    await redis.set(wholeKey(blob.sha256), String(bytes), 'EX', KEPT);
    return blob;
  } catch (error) {
    throw error instanceof Error && 'code' in error && 'syscall' in error ? storageError(error, file) : error;
  }
}

/** The same for bytes that are at hand. */
export async function putBytes(redis: Redis, content: Buffer): Promise<Blob> {
  const blob = { sha256: sha256Of(content), bytes: content.length };
  if (await keep(redis, blob)) return blob;
  for (let place = 0; place < countOf(content.length); place++)
    await redis.set(pieceKey(blob.sha256, place), content.subarray(place * PIECE, (place + 1) * PIECE), 'EX', KEPT);
  await redis.set(wholeKey(blob.sha256), String(blob.bytes), 'EX', KEPT);
  return blob;
}

/**
 * A piece of a file, whole however few bytes the disk gives at a time, as network drives do. The file is open for no longer: a queue's
 * server may be waited for between two pieces.
 */
async function pieceOf(file: string, place: number): Promise<Buffer> {
  const handle = await fs.open(file);
  try {
    const piece = Buffer.alloc(PIECE);
    for (let filled = 0; ;) {
      const { bytesRead } = await handle.read(piece, filled, PIECE - filled, place * PIECE + filled);
      filled += bytesRead;
      if (bytesRead === 0 || filled === PIECE) return piece.subarray(0, filled);
    }
  } finally {
    await handle.close();
  }
}

/** Whether a blob is there; it then stays for another day. */
async function keep(redis: Redis, { sha256, bytes }: Blob): Promise<boolean> {
  if ((await redis.get(wholeKey(sha256))) !== String(bytes)) return false;
  const names = [wholeKey(sha256), ...Array.from({ length: countOf(bytes) }, (_, place) => pieceKey(sha256, place))];
  const kept = await Promise.all(names.map((name) => redis.expire(name, KEPT)));
  return kept.every((done) => done === 1);
}

/**
 * Fetches a blob into a file, which is there only when all of it is and has its hash. Throws `queue-garbled` {what} for anything else, storage
 * errors.
 */
export async function fetchFile(redis: Redis, blob: Blob, file: string): Promise<void> {
  const beside = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const handle = await fs.open(beside, 'w');
    try {
      await eachPiece(redis, blob, (piece) => handle.appendFile(piece));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await move(beside, file);
  } catch (error) {
    await fs.rm(beside, { force: true }).catch(() => undefined);
    throw error instanceof AppError ? error : storageError(error, file);
  }
}

/** A blob of at most `most` bytes. Throws `queue-garbled` {what}. */
export async function fetchBytes(redis: Redis, blob: Blob, most: number): Promise<Buffer> {
  if (blob.bytes > most) throw garbled(blob);
  const pieces: Buffer[] = [];
  await eachPiece(redis, blob, (piece) => pieces.push(piece));
  return Buffer.concat(pieces);
}

/** Piece by piece, each of the size that it must have; at the end the hash is checked. */
async function eachPiece(redis: Redis, blob: Blob, take: (piece: Buffer) => unknown): Promise<void> {
  const hash = createHash('sha256');
  for (let place = 0; place < countOf(blob.bytes); place++) {
    const expected = Math.min(PIECE, blob.bytes - place * PIECE);
    // Asked for first, so that nothing of another size is sent at all.
    if ((await redis.strlen(pieceKey(blob.sha256, place))) !== expected) throw garbled(blob);
    const piece = await redis.getBuffer(pieceKey(blob.sha256, place));
    if (piece?.length !== expected) throw garbled(blob);
    hash.update(piece);
    await take(piece);
  }
  if (hash.digest('hex') !== blob.sha256) throw garbled(blob);
}

const garbled = ({ sha256 }: Blob): AppError => new AppError('queue-garbled', { what: sha256.slice(0, 12) });
