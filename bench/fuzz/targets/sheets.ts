import fs from 'node:fs';
import path from 'node:path';
import { loadSharp } from '../../../electron/formats/load-sharp.ts';
import { countScans, decodeScan } from '../../../electron/formats/scans.ts';
import { readSheetFile } from '../../../electron/reader/read-sheet.ts';
import { sheetReadingSchema } from '../../../shared/contract/schemas/paper.ts';
import type { Random } from '../../../shared/random/random.ts';
import { encodePng } from '../../../test/fixtures/png.ts';
import { printSheet } from '../../../test/fixtures/printed-sheet.ts';
import { encodePdf, encodeTiff } from '../../../test/fixtures/scan-files.ts';
import { photograph } from '../../../test/fixtures/sheet-photo.ts';
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
  const pdf = encodePdf([
    { data: jpeg, width: WIDTH, height: HEIGHT },
    { data: jpeg, width: WIDTH, height: HEIGHT, length: 'after' },
  ]);
  return [
    {
      name: 'scanned pages',
      share: 0.2,
      ...changed([pdf, encodeTiff([blank, blank])]),
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
