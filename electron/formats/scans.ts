import { AppError } from '../../shared/contract/errors.ts';
import { fileKind } from './file-kind.ts';
import { loadSharp } from './load-sharp.ts';
import { pictureFault } from './picture-fault.ts';
import type { Picture } from './picture.ts';
import { decodePicture } from './pictures.ts';
import { picturesOfPdf } from './pdf-pictures.ts';

/** No sheet has more pages; and each of them is read anew. */
export const MOST_SCANS = 200;

/**
 * How many pictures of pages a file has, `most` of them: of TIFF its pages, of PDF its JPEG pictures, of all others one. `file` is the name in errors:
 * `pdf-no-scans` {file}, `scans-too-many` {file, most}, and what `decodePicture` throws of a file that is none.
 */
export async function countScans(bytes: Buffer, file: string, most = MOST_SCANS): Promise<number> {
  const count = isPdf(bytes) ? scansOfPdf(bytes, file, most).length : isTiff(bytes) ? await pagesOf(bytes, file) : 1;
  if (count > most) throw new AppError('scans-too-many', { file, most });
  return count;
}

/** One of them, from 0. Throws as well what `decodePicture` throws, and `image-unreadable` {file} for one that is not there. */
export async function decodeScan(bytes: Buffer, file: string, part: number): Promise<Picture> {
  if (isPdf(bytes)) {
    const scan = scansOfPdf(bytes, file, part)[part];
    if (!scan) throw new AppError('image-unreadable', { file });
    return decodePicture(scan, file);
  }
  if (part > 0 && (!isTiff(bytes) || part >= (await pagesOf(bytes, file))))
    throw new AppError('image-unreadable', { file });
  return decodePicture(bytes, file, part);
}

const isTiff = (bytes: Buffer): boolean => {
  const found = fileKind(bytes);
  return found.is === 'picture' && found.kind === 'tiff';
};

const isPdf = (bytes: Buffer): boolean => {
  const found = fileKind(bytes);
  return found.is === 'other' && found.kind === 'PDF';
};

/** So many and, where there are more, one more. */
function scansOfPdf(bytes: Buffer, file: string, most: number): Buffer[] {
  const scans = picturesOfPdf(bytes, most);
  if (scans.length === 0) throw new AppError('pdf-no-scans', { file });
  return scans;
}

async function pagesOf(bytes: Buffer, file: string): Promise<number> {
  try {
    const { pages = 1 } = await loadSharp()(bytes, { limitInputPixels: false }).metadata();
    return pages;
  } catch (error) {
    throw pictureFault(bytes, 'tiff', file, error);
  }
}
