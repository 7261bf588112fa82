import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { PassThrough, Transform } from 'node:stream';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import zlib from 'node:zlib';
import { AppError } from '../../../shared/contract/errors.ts';

/** The content is not what was promised: damaged on the way, or another file. */
export class ChecksumError extends Error {
  constructor(what: string, expected: string, actual: string) {
    super(`${what} has sha256 ${actual}, not ${expected}`);
    this.name = 'ChecksumError';
  }
}

export interface Unpacking {
  readonly compressed: Readable;
  /** 0 stored, 8 deflated (a zip member's). */
  readonly method: number;
  readonly target: string;
  /** SHA-256 of the unpacked content, hexadecimal; null: not known. */
  readonly sha256: string | null;
  readonly signal?: AbortSignal | undefined;
}

/** Unpacks a zip member to a file: checked while it is written, and only then put in place by rename. Returns its size. Throws
 * ChecksumError, zlib's and the file system's errors, or AppError `cancelled`. */
export async function unpackMember({ compressed, method, target, sha256, signal }: Unpacking): Promise<number> {
  const temporary = `${target}.${process.pid}.tmp`;
  const hash = createHash('sha256');
  let size = 0;
  const watch = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      size += chunk.length;
      done(null, chunk);
    },
  });
  try {
    await pipeline(
      compressed,
      method === 0 ? new PassThrough() : zlib.createInflateRaw(),
      watch,
      fs.createWriteStream(temporary),
      { signal },
    );
    const actual = hash.digest('hex');
    if (sha256 !== null && actual !== sha256) throw new ChecksumError(target, sha256, actual);
    fs.renameSync(temporary, target);
    return size;
  } catch (error) {
    throw signal?.aborted ? new AppError('cancelled', {}, error) : error;
  } finally {
    fs.rmSync(temporary, { force: true });
  }
}
