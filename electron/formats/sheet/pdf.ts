import { deflateSync } from 'node:zlib';
import type { Size } from '../../../shared/ink/frame.ts';
import type { Fill } from '../../../shared/paper/drawing.ts';
import type { Rect } from '../../../shared/paper/page.ts';

/** A grey picture on a page: width x height bytes, 0 black to 255 white. The same one may stand in many places. */
export interface PdfImage extends Size {
  readonly levels: Uint8Array;
}

/** A page in millimetres, from its top left corner. */
export interface PdfPage {
  readonly size: Size;
  readonly fills: readonly Fill[];
  readonly images: readonly { readonly image: PdfImage; readonly rect: Rect }[];
}

const POINTS = 72 / 25.4;

/** A number as PDF has it: plain, never 1e-7. */
const number = (value: number): string => String(Number(value.toFixed(4)));

/**
 * A PDF file (version 1.4) of filled rectangles and grey pictures: all that a sheet is made of. Its text comes as pictures,
 * for then it needs no font of the reader's, whatever the script. Viewers are asked to print it in its own size.
 */
export function writePdf(pages: readonly PdfPage[], title: string): Uint8Array<ArrayBuffer> {
  const file = new PdfFile();
  const images = new Map<PdfImage, number>();
  for (const { image } of pages.flatMap((page) => page.images)) {
    if (!images.has(image)) images.set(image, file.add(imageDictionary(image), image.levels));
  }
  const tree = file.reserve();
  const kids = pages.map((page) => {
    const used = [...new Set(page.images.map(({ image }) => images.get(image)!))];
    const names = used.map((id) => `/I${id} ${id} 0 R`).join(' ');
    const content = file.add('', Buffer.from(contentOf(page, images), 'latin1'));
    const box = [0, 0, page.size.width * POINTS, page.size.height * POINTS].map(number).join(' ');
    return file.add(
      `/Type /Page /Parent ${tree} 0 R /MediaBox [${box}] /Contents ${content} 0 R /Resources << /XObject << ${names} >> >>`,
    );
  });
  file.put(tree, `/Type /Pages /Count ${kids.length} /Kids [${kids.map((id) => `${id} 0 R`).join(' ')}]`);
  const catalog = file.add(`/Type /Catalog /Pages ${tree} 0 R /ViewerPreferences << /PrintScaling /None >>`);
  const info = file.add(`/Title <feff${utf16(title)}> /Producer (Inkstone)`);
  return file.end(catalog, info);
}

const imageDictionary = ({ width, height }: PdfImage): string =>
  `/Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceGray /BitsPerComponent 8`;

/** What draws a page: millimetres downward become points upward, then one line for each thing. */
function contentOf({ size, fills, images }: PdfPage, ids: ReadonlyMap<PdfImage, number>): string {
  const lines = [`${number(POINTS)} 0 0 ${number(-POINTS)} 0 ${number(size.height * POINTS)} cm`];
  for (const { x, y, width, height, grey } of fills) {
    lines.push(`${number(grey)} g ${[x, y, width, height].map(number).join(' ')} re f`);
  }
  for (const { image, rect } of images) {
    const matrix = [rect.width, 0, 0, -rect.height, rect.x, rect.y + rect.height].map(number).join(' ');
    lines.push(`q ${matrix} cm /I${ids.get(image)!} Do Q`);
  }
  return lines.join('\n');
}

function utf16(text: string): string {
  const bytes = Buffer.from(text, 'utf16le').swap16();
  return bytes.toString('hex');
}

/** The objects of a file and where they stand in it. */
class PdfFile {
  private readonly parts: Buffer[] = [Buffer.from('%PDF-1.4\n%\xe2\xe3\xcf\xd3\n', 'latin1')];
  private readonly offsets: number[] = [];
  private length = this.parts[0]!.length;

  /** A number for an object that others name before it is written. */
  reserve(): number {
    return this.offsets.push(0);
  }

  /** Writes an object; with `stream`, that follows, packed. Gives its number. */
  add(dictionary: string, stream?: Uint8Array): number {
    const id = this.reserve();
    this.put(id, dictionary, stream);
    return id;
  }

  put(id: number, dictionary: string, stream?: Uint8Array): void {
    this.offsets[id - 1] = this.length;
    if (!stream) return this.write(`${id} 0 obj\n<< ${dictionary} >>\nendobj\n`);
    const packed = deflateSync(stream);
    this.write(`${id} 0 obj\n<< ${dictionary} /Filter /FlateDecode /Length ${packed.length} >>\nstream\n`);
    this.write(packed);
    this.write('\nendstream\nendobj\n');
  }

  /** The table of all objects, and the file's bytes. */
  end(catalog: number, info: number): Uint8Array<ArrayBuffer> {
    const table = this.length;
    const entries = this.offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`);
    this.write(`xref\n0 ${entries.length + 1}\n0000000000 65535 f \n${entries.join('')}`);
    this.write(`trailer\n<< /Size ${entries.length + 1} /Root ${catalog} 0 R /Info ${info} 0 R >>\n`);
    this.write(`startxref\n${table}\n%%EOF\n`);
    return new Uint8Array(Buffer.concat(this.parts));
  }

  private write(part: string | Buffer): void {
    const bytes = typeof part === 'string' ? Buffer.from(part, 'latin1') : part;
    this.parts.push(bytes);
    this.length += bytes.length;
  }
}
