import * as zlib from 'node:zlib';
import { decompressZstd } from 'hyparquet-compressors';

/** A page is one frame as a rule, or a few; each costs a decoder of its own. */
const MOST_FRAMES = 1000;

/**
 * Unpacks a parquet page by zstd (RFC 8878) to as many bytes as the page says. What frames claim of themselves (a window, a content)
 * makes no room: ten bytes may say gigabytes. Throws an error for what is damaged, and RangeError for what comes to more or fewer bytes.
 */
export function unpackZstd(packed: Uint8Array, size: number): Uint8Array {
  // Node has its own since 22.15. The library's is for the older runtime alone: it takes no more than one frame, and trusts its blocks.
  return 'zstdDecompressSync' in zlib ? unpackFrames(packed, size) : decompressZstd(packed, new Uint8Array(size));
}

/** One frame after the other, each into the room that is left, with its checksum looked at where it has one. */
function unpackFrames(packed: Uint8Array, size: number): Uint8Array {
  const plain = new Uint8Array(size);
  let [taken, filled] = [0, 0];
  for (let frame = 0; taken < packed.length; frame++) {
    if (frame === MOST_FRAMES) throw new RangeError(`more than ${MOST_FRAMES} frames in a page`);
    const { buffer, engine } = unpackFrame(packed.subarray(taken), size - filled);
    if (buffer.length > size - filled) throw new RangeError(`a page of more than ${size} bytes`);
    plain.set(buffer, filled);
    [taken, filled] = [taken + engine.bytesWritten, filled + buffer.length];
  }
  if (filled !== size) throw new RangeError(`${filled} bytes by zstd in place of ${size}`);
  return plain;
}

interface Unpacked {
  readonly buffer: Uint8Array;
  readonly engine: { readonly bytesWritten: number };
}

/** The types do not know what `info` gives back. */
const unpackFrame = (packed: Uint8Array, room: number): Unpacked =>
  zlib.zstdDecompressSync(packed, { info: true, maxOutputLength: Math.max(1, room) }) as unknown as Unpacked;
