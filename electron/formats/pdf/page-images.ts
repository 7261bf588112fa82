import type { Pdfium } from './pdfium.ts';

/** A picture that a page shows. */
export interface PageImage {
  /** PDFium's handle. */
  readonly handle: number;
  readonly width: number;
  readonly height: number;
  /** Square points (1/72 inch) of the page that it is drawn on. */
  readonly area: number;
  /** Pixels to a point, along the side where there are more. */
  readonly density: number;
}

/** PDFium's kinds of things on a page. */
const [IMAGE, FORM] = [3, 5];

/** More things of a page are not looked at: a scan has a few, or some hundred strips. */
const MOST_OBJECTS = 5000;

/** Groups within groups. */
const DEEPEST = 5;

/** The pictures on a page, also those in groups (form XObjects), where they are drawn at all. */
export function imagesOfPage({ call, memory, withRoom }: Pdfium, page: number): PageImage[] {
  const images: PageImage[] = [];
  let looked = 0;
  /** The lengths of a thing's sides, one unit each before its matrix, and that matrix. */
  const matrixOf = (handle: number): readonly number[] | null =>
    withRoom(24, (at) => {
      if (!call.FPDFPageObj_GetMatrix(handle, at)) return null;
      const view = viewOf(memory());
      return Array.from({ length: 6 }, (_, i) => view.getFloat32(at + 4 * i, true));
    });
  const take = (handle: number, outer: readonly number[]): void => {
    const own = matrixOf(handle);
    if (!own) return;
    const [a, b, c, d] = product(own, outer);
    const size = withRoom(8, (at) => {
      if (!call.FPDFImageObj_GetImagePixelSize(handle, at, at + 4)) return null;
      const view = viewOf(memory());
      return { width: view.getUint32(at, true), height: view.getUint32(at + 4, true) };
    });
    const [along, down] = [Math.hypot(a!, b!), Math.hypot(c!, d!)];
    const area = Math.abs(a! * d! - b! * c!);
    if (!size || !(area > 0)) return;
    images.push({ handle, ...size, area, density: Math.max(size.width / along, size.height / down) });
  };
  const walk = (count: number, at: (i: number) => number, outer: readonly number[], depth: number): void => {
    for (let i = 0; i < count && looked < MOST_OBJECTS; i++, looked++) {
      const handle = at(i);
      const kind = call.FPDFPageObj_GetType(handle);
      if (kind === IMAGE) take(handle, outer);
      if (kind !== FORM || depth === DEEPEST) continue;
      const own = matrixOf(handle);
      const inside = call.FPDFFormObj_CountObjects(handle);
      if (own) walk(inside, (k) => call.FPDFFormObj_GetObject(handle, k), product(own, outer), depth + 1);
    }
  };
  walk(call.FPDFPage_CountObjects(page), (i) => call.FPDFPage_GetObject(page, i), [1, 0, 0, 1, 0, 0], 0);
  return images;
}

/** First `inner`, then `outer`: the turning and scaling part of both. */
const product = (inner: readonly number[], outer: readonly number[]): number[] => {
  const [a, b, c, d] = inner as [number, number, number, number];
  const [e, f, g, h] = outer as [number, number, number, number];
  return [a * e + b * g, a * f + b * h, c * e + d * g, c * f + d * h];
};

const viewOf = (memory: Uint8Array): DataView => new DataView(memory.buffer, memory.byteOffset, memory.byteLength);

/** Pictures that cover less of a page together than this are decoration of one that was made on a computer. */
const SCAN_SHARE = 0.2;

/**
 * With how many pixels to a point a scan loses nothing: as many as its finest pictures have that cover the page. (A scan may be a coarse
 * picture of the paper under a fine one of the ink.) Null: the page is no scan. `area`: the page's, in square points.
 */
export function scanDensity(images: readonly PageImage[], area: number): number | null {
  let covered = 0;
  for (const image of [...images].sort((a, b) => b.density - a.density)) {
    covered += image.area;
    if (covered >= SCAN_SHARE * area) return image.density;
  }
  return null;
}
