import { AppError } from '../../shared/contract/errors.ts';
import { decodeBmp } from './bmp.ts';
import { fileKind, type PictureKind } from './file-kind.ts';
import { loadSharp } from './load-sharp.ts';
import { checkPixels, checkPromise, type Picture } from './picture.ts';
import { pictureFault } from './picture-fault.ts';

/** A picture of more pixels is made smaller while it is decoded: what is written on it is large enough even so. */
export const KEPT_PIXELS = 24_000_000;

/** WebP and TIFF (fax) have blank pictures in next to no bytes. */
const UNBOUNDED: readonly PictureKind[] = ['webp', 'tiff'];

/** A decoder that works longer than this on one picture is stopped, seconds. */
const PATIENCE = 30;

/**
 * Decodes a picture of any kind that is read (PNG, JPEG, WebP, GIF, BMP, TIFF), told by its content; of several pictures in
 * a file the first, or (of TIFF) another `page`, from 0. Turned upright as its camera says. Deeper samples come as bytes; where they use only the lower of their
 * bits (12-bit samples in a 16-bit file) these are scaled up. `file` is the name in errors.
 *
 * Throws `file-empty`, `file-is-page`, `image-unreadable`, `image-other-kind` {kind}, `image-truncated`, `image-damaged`,
 * `image-too-large` {width, height, limit}, all with {file}. What is damaged is never given back as pixels.
 */
export async function decodePicture(bytes: Uint8Array, file: string, page = 0): Promise<Picture> {
  if (bytes.length === 0) throw new AppError('file-empty', { file });
  const found = fileKind(bytes);
  if (found.is === 'page') throw new AppError('file-is-page', { file });
  if (found.is === 'other') throw new AppError('image-other-kind', { file, kind: found.kind });
  if (found.is === 'unknown') throw new AppError('image-unreadable', { file });
  return found.kind === 'bmp' ? decodeBmp(bytes, file) : decodeBySharp(bytes, found.kind, file, page);
}

async function decodeBySharp(bytes: Uint8Array, kind: PictureKind, file: string, page: number): Promise<Picture> {
  const sharp = loadSharp();
  // `warning`: what other programs would show with a part missing or wrong is refused. Our own limit comes first.
  const input = { failOn: 'warning', limitInputPixels: false, sequentialRead: true, page } as const;
  try {
    const { width, height, depth, space, hasAlpha } = await sharp(bytes, input).metadata();
    checkPixels(width, height, file);
    if (!UNBOUNDED.includes(kind)) checkPromise(width, height, bytes, file);
    // Grey with transparency stays in colours: sharp's grey has one channel.
    const [deep, grey] = [depth !== 'uchar', !hasAlpha && (space === 'b-w' || space === 'grey16')];
    const image = sharp(bytes, input).autoOrient().timeout({ seconds: PATIENCE });
    const longest = Math.floor(Math.max(width, height) * Math.sqrt(KEPT_PIXELS / (width * height)));
    const { data, info } = await image
      .resize({ width: longest, height: longest, fit: 'inside', withoutEnlargement: true })
      .toColourspace(deep ? (grey ? 'grey16' : 'rgb16') : grey ? 'b-w' : 'srgb')
      .raw({ depth: deep ? 'ushort' : 'uchar' })
      .toBuffer({ resolveWithObject: true });
    const pixels = deep
      ? usedBits(new Uint16Array(data.buffer, data.byteOffset, data.length / 2), info.channels)
      : data;
    return { width: info.width, height: info.height, channels: info.channels as Picture['channels'], pixels };
  } catch (error) {
    throw error instanceof AppError ? error : pictureFault(bytes, kind, file, error);
  }
}

/** Samples of 16 bits as bytes: the upper eight of the bits that any of them uses. Alpha, which always uses all, keeps its own. */
function usedBits(samples: Uint16Array, channels: number): Uint8Array {
  const alpha = channels === 2 || channels === 4 ? channels - 1 : -1;
  let highest = 0;
  for (let i = 0; i < samples.length; i++) {
    if (i % channels !== alpha && samples[i]! > highest) highest = samples[i]!;
  }
  const shift = Math.max(0, 32 - Math.clz32(highest) - 8);
  return Uint8Array.from(samples, (sample, i) => sample >> (i % channels === alpha ? 8 : shift));
}
