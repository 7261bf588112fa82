import { inflateSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { drawText } from '../../electron/formats/sheet/text-image.ts';
import { sheetPages, writeSheet } from '../../electron/formats/sheet/write-sheet.ts';
import { someWish } from '../fixtures/printed-sheet.ts';

interface PdfObject {
  readonly text: string;
  readonly stream: Buffer | null;
}

/** A file's objects, found as a viewer finds them: by the table that its end points to. */
function objectsOf(bytes: Uint8Array): Map<number, PdfObject> {
  const file = Buffer.from(bytes);
  const text = file.toString('latin1');
  const start = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text)![1]);
  const [, count] = /^xref\n0 (\d+)\n/.exec(text.slice(start))!;
  const entries = text.slice(text.indexOf('\n', start + 5) + 1);
  const objects = new Map<number, PdfObject>();
  for (let id = 1; id < Number(count); id++) {
    const entry = entries.slice(20 * id, 20 * id + 20);
    expect(entry).toMatch(/^\d{10} 00000 n \n$/);
    const offset = Number(entry.slice(0, 10));
    expect(text.slice(offset, offset + 10)).toContain(`${id} 0 obj`);
    const dictionary = text.slice(offset, text.indexOf('>>\n', offset) + 2);
    const length = /\/Length (\d+)/.exec(dictionary);
    const from = text.indexOf('stream\n', offset) + 7;
    const stream = length ? inflateSync(file.subarray(from, from + Number(length[1]))) : null;
    if (length) expect(text.slice(from + Number(length[1])).startsWith('\nendstream\nendobj\n')).toBe(true);
    objects.set(id, { text: dictionary, stream });
  }
  return objects;
}

describe('a sheet’s file', () => {
  const wish = someWish({ classes: [...'abcdefghijklmnopqrstuvwxyz'], title: '我的 (笔迹)', format: 'letter' });
  let objects: Map<number, PdfObject>;
  beforeAll(async () => {
    const file = await writeSheet(wish);
    expect(file).toMatchObject({ name: '我的 (笔迹).pdf', pages: 3 });
    objects = objectsOf(file.bytes);
  });

  it('has its pages in the size of the paper, and asks to be printed so', () => {
    const pages = [...objects.values()].filter(({ text }) => text.includes('/Type /Page '));
    expect(pages).toHaveLength(3);
    for (const { text } of pages) expect(text).toContain('/MediaBox [0 0 612 792]');
    const all = [...objects.values()].map(({ text }) => text).join('\n');
    expect(all).toContain('/PrintScaling /None');
    expect(all).toContain(`<feff${Buffer.from('我的 (笔迹)', 'utf16le').swap16().toString('hex')}>`);
  });

  it('draws all that is on a page, in its place, with pictures that are there', async () => {
    const drawn = await sheetPages(wish);
    const pages = [...objects.values()].filter(({ text }) => text.includes('/Type /Page '));
    pages.forEach(({ text }, i) => {
      const content = objects.get(Number(/\/Contents (\d+)/.exec(text)![1]))!.stream!.toString('latin1');
      const fills = [...content.matchAll(/^([\d.]+) g ([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) re f$/gm)];
      expect(fills).toHaveLength(drawn[i]!.fills.length);
      fills.forEach(([, grey, x, y, width, height], k) => {
        const fill = drawn[i]!.fills[k]!;
        expect(Number(grey)).toBeCloseTo(fill.grey, 3);
        expect(
          [x, y, width, height].map(Number).every((value, n) => {
            return Math.abs(value - [fill.x, fill.y, fill.width, fill.height][n]!) < 1e-3;
          }),
        ).toBe(true);
      });
      const used = [...content.matchAll(/ cm \/I(\d+) Do Q$/gm)].map(([, id]) => Number(id));
      expect(used).toHaveLength(drawn[i]!.images.length);
      used.forEach((id, k) => {
        const { image } = drawn[i]!.images[k]!;
        const { text: dictionary, stream } = objects.get(id)!;
        expect(dictionary).toContain(`/Width ${image.width} /Height ${image.height}`);
        expect(stream).toHaveLength(image.width * image.height);
        expect(text).toContain(`/I${id} ${id} 0 R`);
      });
    });
  });

  it('keeps the picture of a sign once, however many boxes it has', () => {
    const images = [...objects.values()].filter(({ text }) => text.includes('/Subtype /Image'));
    // 26 letters; title and advice once, and the number of each page.
    expect(images).toHaveLength(26 + 2 + 3);
  });
});

describe('text on a sheet', () => {
  /** The rows that have ink, as shares of the height. */
  async function rowsOf(text: string): Promise<[first: number, last: number]> {
    const { levels, width, height } = (await drawText(text, 100))!;
    const rows = Array.from({ length: height }, (_, y) =>
      levels.subarray(y * width, (y + 1) * width).some((v) => v > 127),
    );
    return [rows.indexOf(true) / height, rows.lastIndexOf(true) / height];
  }

  it('stands at its own height on the line', async () => {
    const [stop, apostrophe, dash] = [await rowsOf('.'), await rowsOf("'"), await rowsOf('-')];
    expect(stop[0]).toBeGreaterThan(dash[1]);
    expect(dash[0]).toBeGreaterThan(apostrophe[1]);
  });

  it('is drawn as it is, markup and all', async () => {
    const [marked, plain] = [await drawText('<b>', 60), await drawText('b', 60)];
    expect(marked!.width).toBeGreaterThan(2 * plain!.width);
    for (const sign of ['&', '<', '>', '"', '\ud800', '永', 'ب']) {
      expect((await drawText(sign, 60))!.levels.some((level) => level > 127)).toBe(true);
    }
  });

  it('is no wider than its box', async () => {
    const [page] = await sheetPages(someWish({ classes: ['W'.repeat(40), '永'.repeat(40)], columns: 14 }));
    const { width } = page!.size;
    for (const { rect } of page!.images.slice(3)) expect(rect.width).toBeLessThanOrEqual((width - 24) / 14);
  });
});
