import type { SheetFile, SheetWish } from '../../../shared/contract/schemas/paper.ts';
import { drawPage, type Line, type PageDrawing } from '../../../shared/paper/drawing.ts';
import type { Rect } from '../../../shared/paper/page.ts';
import { planSheet } from '../../../shared/paper/plan.ts';
import { sheetWords } from '../../../shared/words/sheet-words.ts';
import { writePdf, type PdfImage, type PdfPage } from './pdf.ts';
import { drawText, type TextImage } from './text-image.ts';

/** Of text, in pixels to a millimetre: 600 to an inch, as printers have them. */
const FINE = 24;

/** A sheet as a PDF to print. Throws `sheet-too-long` {pages, limit}. */
export async function writeSheet(wish: WishWithId): Promise<SheetFile> {
  const title = titleOf(wish);
  const pages = await sheetPages(wish);
  return { name: `${title}.pdf`, bytes: writePdf(pages, title), pages: pages.length };
}

type WishWithId = SheetWish & { readonly id: string };

const titleOf = ({ title, language }: SheetWish): string => title ?? sheetWords(language).title;

/** What is printed on each of its pages. Throws `sheet-too-long` {pages, limit}. */
export async function sheetPages(wish: WishWithId): Promise<PdfPage[]> {
  const { advice, place } = sheetWords(wish.language);
  const codes = planSheet(wish, wish.id);
  const draw = textDrawer();
  const pages: PdfPage[] = [];
  for (const code of codes) {
    const heading = { title: titleOf(wish), advice, place: place(code.page, codes.length, wish.id) };
    pages.push(await pdfPage(drawPage(code, heading), draw));
  }
  return pages;
}

type DrawText = (line: Line) => Promise<PdfImage | null>;

/** Draws each text of one height and grey once. */
function textDrawer(): DrawText {
  const drawn = new Map<string, PdfImage | null>();
  return async ({ text, rect, grey }) => {
    const key = JSON.stringify([text, rect.height, grey]);
    const known = drawn.get(key);
    if (known !== undefined) return known;
    const image = await drawText(text, Math.round(rect.height * FINE));
    const onPaper = image && printed(image, grey);
    drawn.set(key, onPaper);
    return onPaper;
  };
}

const printed = ({ width, height, levels }: TextImage, grey: number): PdfImage => ({
  width,
  height,
  levels: levels.map((level) => Math.round(255 - level * (1 - grey))),
});

async function pdfPage({ size, fills, lines }: PageDrawing, draw: DrawText): Promise<PdfPage> {
  const images: { image: PdfImage; rect: Rect }[] = [];
  for (const line of lines) {
    const image = await draw(line);
    if (image) images.push({ image, rect: placeIn(line, image) });
  }
  return { size, fills, images };
}

/** Where a line's picture comes to stand: in its own size, or smaller where it would not fit. */
export function placeIn({ rect, align }: Pick<Line, 'rect' | 'align'>, image: { width: number; height: number }): Rect {
  const scale = Math.min(1 / FINE, rect.width / image.width, rect.height / image.height);
  const [width, height] = [image.width * scale, image.height * scale];
  const x = align === 'left' ? rect.x : rect.x + (rect.width - width) / 2;
  return { x, y: rect.y + (rect.height - height) / 2, width, height };
}
