import { AppError } from '../../../shared/contract/errors.ts';
import { decodePicture } from '../pictures.ts';
import { checkPixels } from '../picture.ts';
import type { PageImage } from './page-images.ts';
import type { Pdfium } from './pdfium.ts';

/** Packings of bytes, of which it can be told by their number whether any are missing. */
const PLAIN = ['FlateDecode', 'LZWDecode', 'RunLengthDecode', 'ASCII85Decode', 'ASCIIHexDecode'];

/**
 * PDFium draws what is left of a damaged picture, or nothing, and says nothing of it. So the pictures of a scan are looked at: JPEG as strictly as
 * a file of its own, others as far as can be told (of fax nothing can). Throws as `decodePicture` does, `image-truncated` and `image-damaged` {file}.
 */
export async function checkImage(pdfium: Pdfium, page: number, image: PageImage, file: string): Promise<void> {
  const { call, memory, withRoom } = pdfium;
  const { handle, width, height } = image;
  checkPixels(width, height, file);
  const filters = filtersOf(pdfium, handle);
  if (filters.at(-1) === 'DCTDecode') {
    await decodePicture(decodedBytes(pdfium, handle), file);
  } else if (filters.every((filter) => PLAIN.includes(filter))) {
    const bits = withRoom(28, (at) => (call.FPDFImageObj_GetImageMetadata(handle, page, at) ? memory()[at + 16]! : 0));
    const length = call.FPDFImageObj_GetImageDataDecoded(handle, 0, 0);
    if (!isWhole(length, width, height, bits)) throw new AppError('image-truncated', { file });
  } else {
    const bitmap = call.FPDFImageObj_GetBitmap(handle);
    if (bitmap === 0) throw new AppError('image-damaged', { file });
    call.FPDFBitmap_Destroy(bitmap);
  }
}

function filtersOf({ call, memory, withRoom }: Pdfium, handle: number): string[] {
  return Array.from({ length: call.FPDFImageObj_GetImageFilterCount(handle) }, (_, i) => {
    const most = 32;
    return withRoom(most, (at) => {
      const length = call.FPDFImageObj_GetImageFilter(handle, i, at, most);
      return length > most ? '' : Buffer.from(memory().subarray(at, at + length - 1)).toString('latin1');
    });
  });
}

/** A copy, without the packings around the picture's own. */
function decodedBytes({ call, memory, withRoom }: Pdfium, handle: number): Uint8Array {
  const length = call.FPDFImageObj_GetImageDataDecoded(handle, 0, 0);
  return withRoom(Math.max(1, length), (at) => {
    call.FPDFImageObj_GetImageDataDecoded(handle, at, length);
    return memory().slice(at, at + length);
  });
}

/** `bits` are those of a pixel once decoded; packed, levels of grey and palettes may have another number, which nothing tells. */
function isWhole(length: number, width: number, height: number, bits: number): boolean {
  const needed = (each: number): number => Math.ceil((width * each) / 8) * height;
  return length >= needed(bits) || [1, 2, 4, 8, 16].some((each) => length === needed(each));
}
