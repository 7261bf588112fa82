import { AppError } from '../../shared/contract/errors.ts';
import { fileKind } from './file-kind.ts';
import { loadSharp } from './load-sharp.ts';
import { pictureFault } from './picture-fault.ts';
import { openPdf } from './pdf/open-pdf.ts';
import type { Picture } from './picture.ts';
import { decodePicture } from './pictures.ts';

/** No sheet has more pages; and each of them is read anew. */
export const MOST_SCANS = 200;

/**
 * How many pictures of pages a file has, `most` of them: of TIFF and PDF its pages, of all others one. `file` is the name in errors:
 * `scans-too-many` {file, most}, what `openPdf` throws, and what `decodePicture` throws of a file that is none.
 */
export async function countScans(bytes: Buffer, file: string, most = MOST_SCANS): Promise<number> {
  const count = isPdf(bytes) ? (await openPdf(bytes, file)).pages : isTiff(bytes) ? await pagesOf(bytes, file) : 1;
  if (count > most) throw new AppError('scans-too-many', { file, most });
  return count;
}

/**
 * One of them, from 0; the pages of a PDF are drawn. Throws as well what `decodePicture` or `openPdf` and its pages throw, and
 * `image-unreadable` {file} for one that is not there.
 */
export async function decodeScan(bytes: Buffer, file: string, part: number): Promise<Picture> {
  if (isPdf(bytes)) {
    const pdf = await openPdf(bytes, file);
    if (part >= pdf.pages) throw new AppError('image-unreadable', { file });
    return pdf.draw(part);
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

async function pagesOf(bytes: Buffer, file: string): Promise<number> {
  try {
    const { pages = 1 } = await loadSharp()(bytes, { limitInputPixels: false }).metadata();
    return pages;
  } catch (error) {
    throw pictureFault(bytes, 'tiff', file, error);
  }
}
