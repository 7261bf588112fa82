import { AppError } from '../../shared/contract/errors.ts';
import { checkPixels, type Picture } from './picture.ts';

/** How samples are laid down. */
const [PLAIN, RLE8, RLE4, MASKS, MASKS_WITH_ALPHA] = [0, 1, 2, 3, 6];

interface Header {
  readonly width: number;
  readonly height: number;
  /** Rows come from the top; usually they come from the bottom. */
  readonly fromTop: boolean;
  readonly depth: number;
  readonly packing: number;
  /** Where the pixels begin. */
  readonly start: number;
  /** Blue, green, red of each colour of the palette. */
  readonly palette: Uint8Array;
  readonly paletteStep: 3 | 4;
  /** Bit masks of red, green, blue and alpha, for 16 and 32 bits. */
  readonly masks: readonly [number, number, number, number];
}

/**
 * Windows and OS/2 bitmaps of every depth (1, 2, 4, 8, 16, 24, 32 bits), run-length coded ones included. sharp has no reader
 * for them. Throws `image-truncated`, `image-damaged`, `image-too-large`, with {file}.
 */
export function decodeBmp(bytes: Uint8Array, file: string): Picture {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const header = readHeader(view, bytes, file);
  const { width, height, depth, packing } = header;
  checkPixels(width, height, file);
  if (packing === RLE8 || packing === RLE4) return colours(unpackRuns(bytes, header, file), header, file);
  const rowBytes = 4 * Math.ceil((width * depth) / 32);
  // The last row's padding may be missing: programs leave it out.
  if (header.start + rowBytes * (height - 1) + Math.ceil((width * depth) / 8) > bytes.length) {
    throw new AppError('image-truncated', { file });
  }
  const rowAt = (y: number): number => header.start + rowBytes * (header.fromTop ? y : height - 1 - y);
  return depth <= 8 ? colours(indices(bytes, header, rowAt), header, file) : directColours(view, header, rowAt);
}

function readHeader(view: DataView, bytes: Uint8Array, file: string): Header {
  const size = view.getUint32(14, true);
  if (bytes.length < 14 + size) throw new AppError('image-truncated', { file });
  const old = size === 12;
  if (!old && size < 40) throw new AppError('image-damaged', { file });
  const [width, signedHeight] = old
    ? [view.getUint16(18, true), view.getUint16(20, true)]
    : [view.getInt32(18, true), view.getInt32(22, true)];
  const depth = view.getUint16(old ? 24 : 28, true);
  const packing = old ? PLAIN! : view.getUint32(30, true);
  const start = view.getUint32(10, true);
  const height = Math.abs(signedHeight);
  const sound =
    width > 0 &&
    height > 0 &&
    start >= 14 + size &&
    [1, 2, 4, 8, 16, 24, 32].includes(depth) &&
    (packing === PLAIN ||
      (packing === RLE8 && depth === 8) ||
      (packing === RLE4 && depth === 4) ||
      ((packing === MASKS || packing === MASKS_WITH_ALPHA) && (depth === 16 || depth === 32)));
  if (!sound) throw new AppError('image-damaged', { file });
  // The plain header of 40 bytes has its masks behind it, later ones inside.
  const masks = readMasks(view, depth, packing, bytes.length, size);
  const paletteAt =
    14 + size + (size === 40 && packing === MASKS ? 12 : size === 40 && packing === MASKS_WITH_ALPHA ? 16 : 0);
  const paletteStep = old ? 3 : 4;
  const most = paletteStep * 2 ** Math.min(8, depth);
  const palette = depth <= 8 ? bytes.subarray(paletteAt, Math.min(start, paletteAt + most)) : new Uint8Array(0);
  return { width, height, fromTop: signedHeight < 0, depth, packing, start, palette, paletteStep, masks };
}

function readMasks(view: DataView, depth: number, packing: number, length: number, size: number): Header['masks'] {
  if (packing !== MASKS && packing !== MASKS_WITH_ALPHA) {
    return depth === 16 ? [0x7c00, 0x03e0, 0x001f, 0] : [0xff0000, 0x00ff00, 0x0000ff, 0];
  }
  const at = (i: number): number => (58 + 4 * i <= length ? view.getUint32(54 + 4 * i, true) : 0);
  return [at(0), at(1), at(2), size >= 56 || packing === MASKS_WITH_ALPHA ? at(3) : 0];
}

/** One byte for each pixel, from the top: its place in the palette. */
function indices(bytes: Uint8Array, { width, height, depth }: Header, rowAt: (y: number) => number): Uint8Array {
  const places = new Uint8Array(width * height);
  const most = 2 ** depth - 1;
  for (let y = 0; y < height; y++) {
    const row = rowAt(y);
    for (let x = 0; x < width; x++) {
      const bit = x * depth;
      places[y * width + x] = (bytes[row + (bit >> 3)]! >> (8 - depth - (bit & 7))) & most;
    }
  }
  return places;
}

/** Pairs of a count and a colour; a count of 0 begins an escape: end of line, end of picture, a step, or plain pixels. */
function unpackRuns(bytes: Uint8Array, { width, height, depth, start, fromTop }: Header, file: string): Uint8Array {
  const places = new Uint8Array(width * height);
  let [x, y, at] = [0, 0, start];
  const next = (): number => {
    if (at >= bytes.length) throw new AppError('image-truncated', { file });
    return bytes[at++]!;
  };
  const put = (place: number): void => {
    if (x >= width || y >= height) throw new AppError('image-damaged', { file });
    places[(fromTop ? y : height - 1 - y) * width + x++] = place;
  };
  const half = (byte: number, i: number): number => (depth === 8 ? byte : i % 2 === 0 ? byte >> 4 : byte & 15);
  for (;;) {
    const [count, value] = [next(), next()];
    if (count > 0) for (let i = 0; i < count; i++) put(half(value, i));
    else if (value === 0) [x, y] = [0, y + 1];
    else if (value === 1) return places;
    else if (value === 2) [x, y] = [x + next(), y + next()];
    else {
      let byte = 0;
      for (let i = 0; i < value; i++) {
        if (depth === 8 || i % 2 === 0) byte = next();
        put(half(byte, i));
      }
      // Plain pixels fill whole pairs of bytes.
      if (Math.ceil((value * depth) / 8) % 2 === 1) next();
    }
  }
}

function colours(places: Uint8Array, { width, height, palette, paletteStep }: Header, file: string): Picture {
  const pixels = new Uint8Array(places.length * 3);
  for (let i = 0; i < places.length; i++) {
    const at = places[i]! * paletteStep;
    if (at + 3 > palette.length) throw new AppError('image-damaged', { file });
    pixels[3 * i] = palette[at + 2]!;
    pixels[3 * i + 1] = palette[at + 1]!;
    pixels[3 * i + 2] = palette[at]!;
  }
  return { width, height, channels: 3, pixels };
}

function directColours(view: DataView, header: Header, rowAt: (y: number) => number): Picture {
  const { width, height, depth, masks } = header;
  const channels = masks[3] === 0 ? 3 : 4;
  const pixels = new Uint8Array(width * height * channels);
  const scales = masks.map(sampleOf);
  const step = depth / 8;
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0, at = rowAt(y); x < width; x++, at += step) {
      const value =
        depth === 16
          ? view.getUint16(at, true)
          : depth === 32
            ? view.getUint32(at, true)
            : view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
      for (let c = 0; c < channels; c++) pixels[to++] = scales[c]!(value);
    }
  }
  return { width, height, channels, pixels };
}

/** The bits under a mask, as a byte. */
function sampleOf(mask: number): (value: number) => number {
  if (mask === 0) return () => 0;
  const shift = 31 - Math.clz32(mask & -mask);
  const most = mask >>> shift;
  return (value) => Math.round((((value & mask) >>> shift) * 255) / most);
}
