import { AppError, type ErrorCode } from '../../shared/contract/errors.ts';
import type { PictureKind } from './file-kind.ts';
import { crc32 } from './tree/crc32.ts';

/** Messages of the decoders for a file that is too short. */
const SHORT = /premature end|ends? too (early|soon)|unexpected end|not enough data|truncated|end.of.file|\beof\b/i;

/**
 * Why a picture could not be decoded: `image-truncated` or `image-damaged` {file}. The decoder's own words stay in the cause;
 * libpng gives none, so there the file is looked at.
 */
export function pictureFault(bytes: Uint8Array, kind: PictureKind, file: string, cause: unknown): AppError {
  const words = cause instanceof Error ? cause.message : String(cause);
  const code = kind === 'png' ? pngFault(bytes) : SHORT.test(words) ? 'image-truncated' : 'image-damaged';
  return new AppError(code, { file }, cause);
}

/** A chunk is four bytes of length, four of its name, its content, and the checksum of name and content. */
function pngFault(bytes: Uint8Array): ErrorCode {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 8; ;) {
    if (at + 12 > bytes.length) return 'image-truncated';
    const [end, name] = [at + 8 + view.getUint32(at), view.getUint32(at + 4)];
    if (end + 4 > bytes.length) return 'image-truncated';
    if (crc32(bytes.subarray(at + 4, end)) !== view.getUint32(end)) return 'image-damaged';
    if (name === IEND) return 'image-damaged';
    at = end + 4;
  }
}

const IEND = 0x49454e44;
