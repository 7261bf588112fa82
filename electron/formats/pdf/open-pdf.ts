import { AppError } from '../../../shared/contract/errors.ts';
import { KEPT_PIXELS } from '../pictures.ts';
import type { Picture } from '../picture.ts';
import { checkImage } from './check-image.ts';
import { imagesOfPage, scanDensity } from './page-images.ts';
import { createPdfium, type Pdfium } from './pdfium.ts';

/** A PDF whose pages can be drawn. */
export interface OpenPdf {
  readonly pages: number;
  /**
   * A page, from 0, upright as the file says, grey: a scan with as many pixels as it has, at most those that are kept of any picture. Throws
   * `pdf-page-damaged` {file, page}, counted from 1, and `image-too-large` {file, width, height, limit} for a scan.
   */
  draw(index: number): Promise<Picture>;
}

/** What a page has that was made on a computer, in pixels to a point: 200 to an inch. */
const DRAWN_DENSITY = 200 / 72;

/** Memory that one file may take while its pages are drawn, bytes. */
const MOST_MEMORY = 640 * 2 ** 20;

/** PDFium's numbers: a picture of grey levels; drawing with what is laid over the page, in grey. */
const [GREY, ANNOTATIONS, IN_GREY] = [1, 0x01, 0x08];

/** PDFium's errors: a password is needed, or another way of protection that it does not know. */
const [PASSWORD, SECURITY] = [4, 5];

/** What may be wrong with a scan's picture, which is told of its page. */
const DAMAGES: readonly string[] = [
  'image-truncated',
  'image-damaged',
  'image-unreadable',
  'image-other-kind',
  'file-empty',
];

/** A file's pages are asked for one by one; it is opened once for as long as its bytes are held. */
const opened = new WeakMap<Uint8Array, Promise<OpenPdf>>();

/** Opens a PDF; its bytes are not copied. Throws `pdf-damaged` and `pdf-protected` {file}. */
export function openPdf(bytes: Uint8Array, file: string, mostMemory = MOST_MEMORY): Promise<OpenPdf> {
  let pdf = opened.get(bytes);
  if (!pdf) {
    const forget = (): boolean => opened.delete(bytes);
    pdf = open(bytes, file, mostMemory, forget);
    opened.set(bytes, pdf);
    pdf.catch(forget);
  }
  return pdf;
}

async function open(bytes: Uint8Array, file: string, mostMemory: number, forget: () => void): Promise<OpenPdf> {
  const pdfium = await createPdfium(mostMemory);
  const { call } = pdfium;
  const damaged = (cause?: unknown): AppError => new AppError('pdf-damaged', { file }, cause);
  try {
    const document = call.FPDF_LoadCustomDocument(readerOf(pdfium, bytes), '');
    if (document === 0) {
      const code = call.FPDF_GetLastError();
      throw code === PASSWORD || code === SECURITY ? new AppError('pdf-protected', { file }) : damaged();
    }
    const pages = call.FPDF_GetPageCount(document);
    if (pages < 1) throw damaged();
    const forms = call.PDFiumExt_InitFormFillEnvironment(document, call.PDFiumExt_OpenFormFillInfo());
    // Fields that can be filled in on a screen are not tinted.
    call.FPDF_SetFormFieldHighlightAlpha(forms, 0);
    const isMended = !call.FPDF_DocumentHasValidCrossReferenceTable(document);
    return {
      pages,
      async draw(index) {
        try {
          return await drawPage(pdfium, { document, forms, isMended }, index, file);
        } catch (error) {
          if (error instanceof AppError && !DAMAGES.includes(error.code)) throw error;
          // The page was too much for PDFium; the file's other pages get another instance.
          if (!(error instanceof AppError)) forget();
          throw new AppError('pdf-page-damaged', { file, page: index + 1 }, error);
        }
      },
    };
  } catch (error) {
    throw error instanceof AppError ? error : damaged(error);
  }
}

/** FPDF_FILEACCESS: PDFium asks for the parts of the file that it needs. */
function readerOf({ call, memory, callback }: Pdfium, bytes: Uint8Array): number {
  const read = callback('iiiii', (_file, position, target, size) => {
    const [from, to] = [position! >>> 0, (position! >>> 0) + (size! >>> 0)];
    if (to > bytes.length) return 0;
    memory().set(bytes.subarray(from, to), target! >>> 0);
    return 1;
  });
  const access = call.pdfium.wasmExports.malloc(12);
  new Uint32Array(memory().buffer, access, 3).set([bytes.length, read, 0]);
  return access;
}

interface Opened {
  readonly document: number;
  readonly forms: number;
  /** Its table of objects was missing or wrong and was made anew: things may be missing. */
  readonly isMended: boolean;
}

async function drawPage(pdfium: Pdfium, opened: Opened, index: number, file: string): Promise<Picture> {
  const { call } = pdfium;
  const damaged = (): AppError => new AppError('pdf-page-damaged', { file, page: index + 1 });
  const page = call.FPDF_LoadPage(opened.document, index);
  if (page === 0) throw damaged();
  try {
    // Of a file that was cut off, a page without anything on it is one whose content is gone.
    if (opened.isMended && call.FPDFPage_CountObjects(page) === 0) throw damaged();
    const size = [call.FPDF_GetPageWidthF(page), call.FPDF_GetPageHeightF(page)] as const;
    const images = imagesOfPage(pdfium, page);
    const density = scanDensity(images, size[0] * size[1]);
    if (density !== null) for (const image of images) await checkImage(pdfium, page, image, file);
    return render(pdfium, opened.forms, page, pixelsOf(size, density ?? DRAWN_DENSITY));
  } finally {
    call.FPDF_ClosePage(page);
  }
}

/** Sides in pixels of a page of so many points, so many pixels each, within what is kept of a picture. */
function pixelsOf([width, height]: readonly [number, number], density: number): [number, number] {
  const scale = Math.min(density, Math.sqrt(KEPT_PIXELS / (width * height)));
  const side = (points: number): number => Math.min(KEPT_PIXELS, Math.max(1, Math.round(points * scale)));
  const [across, down] = [side(width), side(height)];
  return [across, Math.max(1, Math.min(down, Math.floor(KEPT_PIXELS / across)))];
}

function render({ call, memory, withRoom }: Pdfium, forms: number, page: number, size: readonly [number, number]) {
  const [width, height] = size;
  return withRoom(width * height, (at): Picture => {
    const bitmap = call.FPDFBitmap_CreateEx(width, height, GREY, at, width);
    if (bitmap === 0) throw new Error('no bitmap');
    try {
      call.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xffffffff);
      call.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, ANNOTATIONS | IN_GREY);
      call.FPDF_FFLDraw(forms, bitmap, page, 0, 0, width, height, 0, ANNOTATIONS | IN_GREY);
      return { width, height, channels: 1, pixels: memory().slice(at, at + width * height) };
    } finally {
      call.FPDFBitmap_Destroy(bitmap);
    }
  });
}
