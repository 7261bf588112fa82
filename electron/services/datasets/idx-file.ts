import { createHash } from 'node:crypto';
import { createReadStream, promises as fs } from 'node:fs';
import path from 'node:path';
import { Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { AppError } from '../../../shared/contract/errors.ts';
import { storageError } from '../../files/atomic-write.ts';

/** No data set that fits this studio is larger; what claims to be is refused before it fills memory. */
const MAXIMAL_BYTES = 2_000_000_000;

export interface IdxContent {
  /** Uncompressed. */
  readonly bytes: Uint8Array;
  readonly sha256: string;
}

export interface ReadOptions {
  /** Refuse content beyond this many bytes with `idx-wrong-size`. */
  readonly limit?: number;
  readonly signal?: AbortSignal | undefined;
  /** Share of the file that has been read, 0 to 1. */
  readonly onProgress?: (share: number) => void;
}

/**
 * Reads an IDX file, gzipped or not (told by its first bytes, not by its name), piece by piece, so that the process
 * stays responsive. Throws `gzip-torn` {file, offset}, `idx-wrong-size` {file, actual, expected}, `cancelled`, storage errors.
 */
export async function readIdxFile(
  file: string,
  { limit = MAXIMAL_BYTES, signal, onProgress }: ReadOptions = {},
): Promise<IdxContent> {
  const name = path.basename(file);
  const hash = createHash('sha256');
  const pieces: Buffer[] = [];
  let [read, size] = [0, 0];
  try {
    const total = (await fs.stat(file)).size;
    const meter = new Transform({
      transform(chunk: Buffer, _, done) {
        read += chunk.length;
        onProgress?.(total > 0 ? read / total : 1);
        done(null, chunk);
      },
    });
    const collect = new Writable({
      write(chunk: Buffer, _, done) {
        size += chunk.length;
        if (size > limit) return done(new AppError('idx-wrong-size', { file: name, actual: size, expected: limit }));
        hash.update(chunk);
        pieces.push(chunk);
        done();
      },
    });
    const source = createReadStream(file);
    if (await isGzip(file)) await pipeline(source, meter, createGunzip(), collect, { signal });
    else await pipeline(source, meter, collect, { signal });
  } catch (error) {
    throw readError(error, file, read);
  }
  return { bytes: Buffer.concat(pieces), sha256: hash.digest('hex') };
}

async function isGzip(file: string): Promise<boolean> {
  const handle = await fs.open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await handle.close();
  }
}

function readError(error: unknown, file: string, offset: number): AppError {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (code.startsWith('Z_')) return new AppError('gzip-torn', { file: path.basename(file), offset }, error);
  if (code === 'ABORT_ERR') return new AppError('cancelled', {}, error);
  return storageError(error, file);
}
