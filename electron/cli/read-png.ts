import { convertIndexedToRgb, decode, type DecodedPng } from 'fast-png';
import { AppError } from '../../shared/contract/errors.ts';
import { fromGrey } from '../../shared/ink/from-grey.ts';
import { luminance } from '../../shared/ink/luminance.ts';

/** A PNG of one digit, of any colour type and depth, as MNIST would hold it: 784 bytes. Throws `image-unreadable` {file}. */
export function readPng(bytes: Uint8Array, file: string): Uint8Array<ArrayBuffer> {
  try {
    const png = decode(bytes);
    const { pixels, channels } = png.palette
      ? { pixels: convertIndexedToRgb(png), channels: png.palette[0]!.length }
      : direct(png);
    return new Uint8Array(
      fromGrey(luminance(new Uint8Array(pixels), channels as 1 | 2 | 3 | 4), png.width, png.height),
    );
  } catch (error) {
    throw error instanceof AppError ? error : new AppError('image-unreadable', { file }, error);
  }
}

/** Samples of 8 bits: of 16 the upper byte, of 1, 2 and 4 (grey only, rows padded to whole bytes) scaled up. */
function direct({ data, depth, channels, width, height }: DecodedPng): { pixels: Uint8Array; channels: number } {
  if (depth === 8) return { pixels: new Uint8Array(data), channels };
  if (depth === 16) return { pixels: Uint8Array.from(data, (value) => value >> 8), channels };
  const [rowBytes, most] = [Math.ceil((width * depth) / 8), 2 ** depth - 1];
  const pixels = new Uint8Array(width * height);
  for (let i = 0; i < pixels.length; i++) {
    const [x, y] = [i % width, Math.floor(i / width)];
    const byte = data[y * rowBytes + ((x * depth) >> 3)] ?? 0;
    pixels[i] = (((byte >> (8 - depth - ((x * depth) & 7))) & most) * 255) / most;
  }
  return { pixels, channels: 1 };
}
