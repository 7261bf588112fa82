import fs from 'node:fs';
import path from 'node:path';
import { deflateSync } from 'node:zlib';
import { loadSharp } from '../../../electron/formats/load-sharp.ts';
import { countScans, decodeScan } from '../../../electron/formats/scans.ts';
import { readSheetFile } from '../../../electron/reader/read-sheet.ts';
import { sheetReadingSchema } from '../../../shared/contract/schemas/paper.ts';
import type { Random } from '../../../shared/random/random.ts';
import { faxStrips, group3, jbig2 } from '../../../test/fixtures/fax.ts';
import { encodePackedPdf, encodePdf, type PdfPage, type PdfPicture } from '../../../test/fixtures/pdf-file.ts';
import { encodePng } from '../../../test/fixtures/png.ts';
import { printSheet } from '../../../test/fixtures/printed-sheet.ts';
import { photograph } from '../../../test/fixtures/sheet-photo.ts';
import { encodeTiff } from '../../../test/fixtures/tiff.ts';
import { changed, type Target } from '../target.ts';

const [WIDTH, HEIGHT] = [750, 1000];
const MOST_BLOTS = 12;

/**
 * Photographs of a sheet: files with changed bytes, and sound ones of a sheet with blots, on marks, boxes and the code that says what
 * stands where.
 */
export async function sheets(): Promise<readonly Target[]> {
  const [sheet] = await printSheet({ classes: ['a', 'b', '永'], times: 3, hand: 'hand-0123abcd' });
  const { levels } = photograph(sheet!, { width: WIDTH, height: HEIGHT, pitch: 6, roll: 3, grain: 0 });
  const page = Uint8Array.from(levels);
  const jpeg = await loadSharp()(page, { raw: { width: WIDTH, height: HEIGHT, channels: 1 } })
    .jpeg()
    .toBuffer();
  const files = changed([jpeg]);
  const pdfs = await scannedPdfs(jpeg);
  return [
    {
      name: 'scanned pages',
      share: 0.2,
      ...changed([...pdfs, encodeTiff([blank, blank])]),
      async read(bytes) {
        const count = await countScans(Buffer.from(bytes), 'scan');
        const { width, height } = await decodeScan(Buffer.from(bytes), 'scan', count - 1);
        return { count, width, height };
      },
    },
    {
      name: 'sheet photograph',
      share: 0.2,
      valid: [...files.valid, encodePng(page, WIDTH, HEIGHT)],
      input: (random) => (random.chance(0.5) ? files.input(random) : encodePng(blotted(page, random), WIDTH, HEIGHT)),
      async read(bytes, folder) {
        const file = path.join(folder, 'photo');
        fs.writeFileSync(file, bytes);
        return sheetReadingSchema.parse(await readSheetFile({ path: file, name: 'photo', part: 0 }));
      },
    },
  ];
}

/** A page that nobody wrote on. */
const blank = { levels: new Uint8Array(500 * 420).fill(240), width: 420, height: 500 };

/** PDFs as scanners and programs write them: each way of packing a picture, and pages that are drawn. */
async function scannedPdfs(jpeg: Buffer): Promise<Buffer[]> {
  const { width, height } = blank;
  const [strip] = await faxStrips({ ...blank, height: 200 });
  const [size, bits] = [{ width, height }, { BitsPerComponent: 1 }];
  const columns = `<< /Columns ${width} /Predictor 12 >>`;
  const levels = deflateSync(new Uint8Array((width + 1) * height));
  const pictures: PdfPicture[] = [
    { data: jpeg, width: WIDTH, height: HEIGHT, more: { Filter: '/DCTDecode' } },
    { data: group3, ...size, more: { ...bits, Filter: '/CCITTFaxDecode', DecodeParms: columns } },
    { data: jbig2(strip!, width), width, height: 200, more: { ...bits, Filter: '/JBIG2Decode' } },
    { data: levels, ...size, more: { Filter: '/FlateDecode', DecodeParms: columns } },
  ];
  const drawn: PdfPage = { drawing: '36 36 72 72 re f BT /F 36 Tf 72 400 Td (1234) Tj ET' };
  const files = pictures.map((picture) => encodePdf([drawn, { pictures: [picture], rotate: 90 }]));
  return [...files, encodePackedPdf([drawn, drawn])];
}

/** Rectangles of one level, of all sizes, anywhere: the half of them the size of a module of the code. */
function blotted(page: Uint8Array, random: Random): Uint8Array {
  const levels = Uint8Array.from(page);
  for (let left = 1 + random.integer(MOST_BLOTS); left > 0; left--) {
    const most = random.chance(0.5) ? 12 : 400;
    const [width, height] = [1 + random.integer(most), 1 + random.integer(most)];
    const [x, y] = [random.integer(WIDTH), random.integer(HEIGHT)];
    const level = random.integer(256);
    for (let row = y; row < Math.min(HEIGHT, y + height); row++)
      levels.fill(level, row * WIDTH + x, row * WIDTH + Math.min(WIDTH, x + width));
  }
  return levels;
}
