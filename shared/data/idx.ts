import { IMAGE_BYTES, SIDE } from '../ink/types.ts';

/**
 * IDX, the file format of MNIST (Yann LeCun's page of the database): a magic number whose bytes are 0, 0, the type
 * (8: unsigned byte) and the number of dimensions; each dimension as a big-endian 32-bit integer; then the bytes.
 * These functions take and give the uncompressed content.
 */
export const IDX_BYTE = 0x08;
export const IDX_SHORT = 0x0b;

export interface IdxHeader {
  /** The type byte: 0x08 unsigned byte, 0x09 signed byte, 0x0b short, 0x0c int, 0x0d float, 0x0e double. */
  readonly type: number;
  readonly shape: readonly number[];
  /** Some writers put all numbers, the magic number too, into their machine's own order. */
  readonly littleEndian: boolean;
  /** Where the items begin. */
  readonly start: number;
}

const TYPES = [0x08, 0x09, 0x0b, 0x0c, 0x0d, 0x0e];
/** The most dimensions that are read here: images in colour. */
const MOST_DIMENSIONS = 4;

/** The header of an IDX file of any type, from its first bytes; null if it is none or is cut short. */
export function parseIdxHeader(bytes: Uint8Array): IdxHeader | null {
  if (bytes.length < 4) return null;
  const [a, b, c, d] = bytes as unknown as [number, number, number, number];
  const littleEndian = c === 0 && d === 0 && a > 0;
  const [type, dimensions] = littleEndian ? [b, a] : [c, d];
  if (!littleEndian && (a !== 0 || b !== 0)) return null;
  const start = 4 + 4 * dimensions;
  if (!TYPES.includes(type) || dimensions < 1 || dimensions > MOST_DIMENSIONS || bytes.length < start) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i, littleEndian));
  return { type, shape, littleEndian, start };
}

/** The file's bytes for count x 784 bytes of images. */
export function encodeIdxImages(images: Uint8Array): Uint8Array {
  return encodeIdx(IDX_BYTE, [images.length / IMAGE_BYTES, SIDE, SIDE], images);
}

export function encodeIdxLabels(labels: Uint8Array): Uint8Array {
  return encodeIdx(IDX_BYTE, [labels.length], labels);
}

/** A file of any type and dimensions; `content` is the items' bytes, big-endian. */
export function encodeIdx(type: number, dimensions: readonly number[], content: Uint8Array): Uint8Array {
  const start = 4 + 4 * dimensions.length;
  const bytes = new Uint8Array(start + content.length);
  const view = new DataView(bytes.buffer);
  [(type << 8) | dimensions.length, ...dimensions].forEach((value, i) => view.setUint32(4 * i, value));
  bytes.set(content, start);
  return bytes;
}
