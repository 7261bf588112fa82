import { AppError } from '../../shared/contract/errors.ts';

/** A decoded picture, upright: width x height x channels bytes. Channels: 1 grey, 2 grey and alpha, 3 RGB, 4 RGBA. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 2 | 3 | 4;
  readonly pixels: Uint8Array;
}

/** A picture of more pixels than this, by its header, is refused, in millions. */
const PIXEL_LIMIT = 100;

/** Refuses by the header, before room is made for the pixels. Throws `image-too-large` {file, width, height, limit}. */
export function checkPixels(width: number, height: number, file: string): void {
  if (width * height <= PIXEL_LIMIT * 1e6) return;
  throw new AppError('image-too-large', { file, width, height, limit: PIXEL_LIMIT });
}

/** What a byte can come to: of deflate (PNG) 1032 bytes of eight pixels of one bit, of JPEG's, GIF's and BMP's codes less. */
const MOST_FROM_A_BYTE = 8256;

/**
 * Refuses a header that promises more pixels than the file's bytes can come to: a decoder would make room for them before it finds
 * that out. Throws `image-truncated` {file}.
 */
export function checkPromise(width: number, height: number, bytes: Uint8Array, file: string): void {
  if (width * height > MOST_FROM_A_BYTE * bytes.length) throw new AppError('image-truncated', { file });
}
