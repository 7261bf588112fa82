import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../../shared/contract/errors.ts';
import { loadSharp } from '../../electron/formats/load-sharp.ts';
import { openPdf } from '../../electron/formats/pdf/open-pdf.ts';
import { countScans, decodeScan } from '../../electron/formats/scans.ts';
import type { Picture } from '../../electron/formats/picture.ts';
import { KEPT_PIXELS } from '../../electron/formats/pictures.ts';
import { faxStrips, group3, jbig2, type FaxStrip } from '../fixtures/fax.ts';
import { encodePackedPdf, encodePdf, pdfSize, type Dictionary, type PdfPage } from '../fixtures/pdf-file.ts';

const [WIDTH, HEIGHT] = pdfSize;
/** Where the ink of every picture is: x, y, width, height. */
const INK = [100, 150, 60, 80] as const;
const [PAPER, DARK] = [250, 20];
const MIB = 2 ** 20;

const inInk = (x: number, y: number): boolean =>
  x >= INK[0] && x < INK[0] + INK[2] && y >= INK[1] && y < INK[1] + INK[3];
const levels = Uint8Array.from({ length: WIDTH * HEIGHT }, (_, i) =>
  inInk(i % WIDTH, Math.floor(i / WIDTH)) ? DARK : PAPER,
);
/** Rows of a picture with so many samples a pixel, each as `sample` says, packed in so many bits. */
function rows(bits: number, samples: number, sample: (ink: boolean, k: number) => number): Buffer[] {
  return Array.from({ length: HEIGHT }, (_, y) => {
    const row = Buffer.alloc(Math.ceil((WIDTH * samples * bits) / 8));
    for (let i = 0; i < WIDTH * samples; i++) {
      const value = sample(inInk(Math.floor(i / samples), y), i % samples);
      if (bits === 16) row.writeUInt16BE(value, 2 * i);
      else row[(i * bits) >> 3]! |= value << (8 - bits - ((i * bits) & 7));
    }
    return row;
  });
}
const grey = (ink: boolean): number => (ink ? DARK : PAPER);

/** PNG's five predictors, one row after the other. */
function pngRows(plain: readonly Buffer[], step: number): Buffer {
  return Buffer.concat(
    plain.map((row, y) => {
      const [kind, above] = [y % 5, plain[y - 1] ?? Buffer.alloc(row.length)];
      const filtered = Buffer.from(
        row.map((value, i) => {
          const [left, up, corner] = [row[i - step] ?? 0, above[i]!, above[i - step] ?? 0];
          const guess = left + up - corner;
          const nearest = [left, up, corner].reduce((best, each) =>
            Math.abs(guess - each) < Math.abs(guess - best) ? each : best,
          );
          return value - [0, left, up, (left + up) >> 1, nearest][kind]!;
        }),
      );
      return Buffer.concat([Buffer.from([kind]), filtered]);
    }),
  );
}
/** TIFF's predictor: the difference to the pixel before. */
const tiffRows = (plain: readonly Buffer[], step: number): Buffer =>
  Buffer.concat(plain.map((row) => Buffer.from(row.map((value, i) => value - (row[i - step] ?? 0)))));
const runs = (bytes: Buffer): Buffer => {
  const parts: number[] = [];
  for (let at = 0; at < bytes.length;) {
    let length = 1;
    while (length < 128 && bytes[at + length] === bytes[at]) length++;
    parts.push(...(length > 1 ? [257 - length, bytes[at]!] : [0, bytes[at]!]));
    at += length;
  }
  return Buffer.from([...parts, 128]);
};

const flate = (bytes: Buffer, more: Dictionary = {}): [Buffer, Dictionary] => [
  deflateSync(bytes),
  { Filter: '/FlateDecode', ...more },
];
const fax = (more = ''): Dictionary => ({
  BitsPerComponent: 1,
  Filter: '/CCITTFaxDecode',
  DecodeParms: `<< /Columns ${WIDTH} /K -1 ${more} >>`,
});

let jpeg: Buffer;
let strips: FaxStrip[];
beforeAll(async () => {
  const raw = { width: WIDTH, height: HEIGHT, channels: 1 } as const;
  jpeg = await loadSharp()(Buffer.from(levels), { raw }).toColourspace('b-w').jpeg({ quality: 95 }).toBuffer();
  strips = await faxStrips({ levels, width: WIDTH, height: HEIGHT });
});
const scanned = (): PdfPage => page(jpeg, { Filter: '/DCTDecode' });
const page = (data: Uint8Array, more: Dictionary, matrix?: readonly number[]): PdfPage => ({
  pictures: [{ data, width: WIDTH, height: HEIGHT, more, matrix }],
});
const draw = async (bytes: Buffer, index = 0): Promise<Picture> => (await openPdf(bytes, 'scan.pdf')).draw(index);
const failure = (work: Promise<unknown>): Promise<AppError> =>
  work.then(
    () => expect.fail('it succeeded'),
    (error: unknown) => error as AppError,
  );
const levelAt = ({ pixels, width }: Picture, x: number, y: number): number => pixels[y * width + x]!;
/** A page with the ink where it is, pixel for pixel, but for the levels. */
function expectInk(picture: Picture): void {
  expect([picture.width, picture.height, picture.channels]).toEqual([WIDTH, HEIGHT, 1]);
  const wrong = picture.pixels.findIndex((level, i) => level < 128 !== (levels[i] === DARK));
  expect(wrong < 0 ? null : [wrong % WIDTH, Math.floor(wrong / WIDTH), picture.pixels[wrong]]).toBeNull();
}

describe('a scanned page of a PDF', () => {
  const rgb = (ink: boolean, k: number): number => (ink ? DARK : PAPER - 20 * k);
  const colours = { ColorSpace: '/DeviceRGB' };
  it.each<[string, () => [Uint8Array, Dictionary]]>([
    ['JPEG', () => [jpeg, { Filter: '/DCTDecode' }]],
    ['JPEG within deflate', () => [deflateSync(jpeg), { Filter: '[/FlateDecode /DCTDecode]' }]],
    ['plain grey', () => [Buffer.concat(rows(8, 1, grey)), {}]],
    ['deflated grey', () => flate(Buffer.concat(rows(8, 1, grey)))],
    ['deflated colours', () => flate(Buffer.concat(rows(8, 3, rgb)), colours)],
    ['16 bits', () => flate(Buffer.concat(rows(16, 1, (ink) => 257 * grey(ink))), { BitsPerComponent: 16 })],
    ['4 bits', () => flate(Buffer.concat(rows(4, 1, (ink) => (ink ? 1 : 15))), { BitsPerComponent: 4 })],
    ['1 bit', () => flate(Buffer.concat(rows(1, 1, (ink) => (ink ? 0 : 1))), { BitsPerComponent: 1 })],
    [
      'a palette',
      () =>
        flate(Buffer.concat(rows(2, 1, (ink) => (ink ? 2 : 1))), {
          BitsPerComponent: 2,
          ColorSpace: '[/Indexed /DeviceRGB 2 <00ff00 f0f0e0 202040>]',
        }),
    ],
    [
      'PNG’s predictors',
      () =>
        flate(pngRows(rows(8, 3, rgb), 3), {
          ...colours,
          DecodeParms: `<< /Predictor 15 /Colors 3 /Columns ${WIDTH} >>`,
        }),
    ],
    [
      'TIFF’s predictor',
      () =>
        flate(tiffRows(rows(8, 3, rgb), 3), {
          ...colours,
          DecodeParms: `<< /Predictor 2 /Colors 3 /Columns ${WIDTH} >>`,
        }),
    ],
    ['runs', () => [runs(Buffer.concat(rows(8, 1, grey))), { Filter: '/RunLengthDecode' }]],
    ['fax, Group 3', () => [group3, { ...fax(), DecodeParms: `<< /Columns ${WIDTH} /K 0 /BlackIs1 true >>` }]],
  ])('is read that is packed as %s', async (_how, packed) => {
    const [data, more] = packed();
    expectInk(await draw(encodePdf([page(data, more)])));
  });

  it('is put together of strips, of fax and of JBIG2', async () => {
    const placed = ({ top, height }: FaxStrip): number[] => [WIDTH, 0, 0, height, 0, HEIGHT - top - height];
    const plain = strips.map((strip) => ({
      ...strip,
      width: WIDTH,
      more: fax(`/Rows ${strip.height}`),
      matrix: placed(strip),
    }));
    expect(plain.length).toBeGreaterThan(1);
    expectInk(await draw(encodePdf([{ pictures: plain }])));
    const more = { BitsPerComponent: 1, Filter: '/JBIG2Decode' };
    const finer = strips.map((strip) => ({
      ...strip,
      width: WIDTH,
      more,
      matrix: placed(strip),
      data: jbig2(strip, WIDTH),
    }));
    expectInk(await draw(encodePdf([{ pictures: finer }])));
  });

  it('has as many pixels as its picture, and stands as the file says', async () => {
    const inch = { ...scanned(), size: [WIDTH / 3, HEIGHT / 3] as const };
    expectInk(await draw(encodePdf([inch])));
    // Laid on its side in the file, and turned back by the page or by the picture's own matrix.
    const turned = await draw(encodePdf([{ ...scanned(), rotate: 90 }]));
    expect([turned.width, turned.height]).toEqual([HEIGHT, WIDTH]);
    expect(levelAt(turned, HEIGHT - 1 - INK[1] - 40, INK[0] + 30)).toBeLessThan(60);
    expect(levelAt(turned, INK[1] + 40, INK[0] + 30)).toBeGreaterThan(200);
    const { pictures } = page(jpeg, { Filter: '/DCTDecode' }, [0, -WIDTH, HEIGHT, 0, 0, WIDTH]);
    const bySide = await draw(encodePdf([{ pictures, size: [HEIGHT, WIDTH] }]));
    expect(levelAt(bySide, HEIGHT - 1 - INK[1] - 40, INK[0] + 30)).toBeLessThan(60);
    expectInk(await draw(encodePdf([{ pictures, size: [HEIGHT, WIDTH], rotate: 270 }])));
  });

  it('is found whether the objects are packed, or their table is missing', async () => {
    expectInk(await draw(encodePackedPdf([scanned(), scanned()]), 1));
    expectInk(await draw(encodePdf([scanned(), scanned()], { table: false }), 1));
    expect((await openPdf(encodePackedPdf(Array.from({ length: 100 }, scanned)), 'scan.pdf')).pages).toBe(100);
  });
});

it('a page that was made on a computer is drawn, 200 dots to an inch', async () => {
  const drawing = '36 36 72 72 re f BT /F 36 Tf 72 400 Td (1234) Tj ET';
  const picture = await draw(encodePdf([{ drawing }]));
  expect([picture.width, picture.height]).toEqual([Math.round((WIDTH * 200) / 72), Math.round((HEIGHT * 200) / 72)]);
  expect(levelAt(picture, 200, picture.height - 200)).toBe(0);
  expect(levelAt(picture, 350, picture.height - 200)).toBe(255);
  const text = picture.pixels.subarray(0, picture.width * 400);
  expect(text.filter((level) => level < 128).length).toBeGreaterThan(1500);
  // A small picture, a seal, makes no scan of it.
  const { pictures } = page(jpeg, { Filter: '/DCTDecode' }, [60, 0, 0, 60, 9, 9]);
  expect((await draw(encodePdf([{ drawing, pictures }]))).width).toBe(picture.width);
});

it('a PDF is read that begins with bytes that are none of it', async () => {
  const bytes = encodePdf([scanned()]);
  for (const before of ['\r\n', 'HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n', '\0'.repeat(1000)]) {
    const file = Buffer.concat([Buffer.from(before, 'latin1'), bytes]);
    expect(await countScans(file, 'scan.pdf')).toBe(1);
    expectInk(await decodeScan(file, 'scan.pdf', 0));
  }
  // Further behind it is no header.
  const late = Buffer.concat([Buffer.alloc(1100), bytes]);
  await expect(countScans(late, 'scan.pdf').then(() => decodeScan(late, 'scan.pdf', 0))).rejects.toMatchObject({
    code: 'image-unreadable',
  });
});

describe('a PDF that is damaged', () => {
  it('in one page is told with its number, and the others are read', async () => {
    const cut = (data: Uint8Array, more: Dictionary): PdfPage =>
      page(data.subarray(0, Math.floor(0.6 * data.length)), more);
    const random = Buffer.from(levels.map((_, i) => (i * 2654435761) >>> 11));
    for (const broken of [
      cut(jpeg, { Filter: '/DCTDecode' }),
      cut(deflateSync(random), { Filter: '/FlateDecode' }),
      cut(Buffer.from(levels), {}),
      page(Buffer.alloc(300, 0x5a), { BitsPerComponent: 1, Filter: '/JBIG2Decode' }),
      page(Buffer.alloc(300, 0x5a), { Filter: '/JPXDecode' }),
      page(Buffer.alloc(999, 0x5a), { Filter: '/DCTDecode' }),
    ]) {
      const bytes = encodePdf([scanned(), broken, scanned()]);
      expect(await failure(draw(bytes, 1))).toMatchObject({
        code: 'pdf-page-damaged',
        params: { file: 'scan.pdf', page: 2 },
      });
      expectInk(await draw(bytes, 0));
      expectInk(await draw(bytes, 2));
    }
  });

  it('by being cut off has no page that is empty instead', async () => {
    const whole = encodePdf(Array.from({ length: 4 }, scanned));
    for (let i = 1; i < 24; i++) {
      const bytes = whole.subarray(0, Math.floor((whole.length * i) / 24));
      const pages = await openPdf(bytes, 'scan.pdf').then(
        (pdf) => pdf.pages,
        (error: AppError) => expect(error.code).toBe('pdf-damaged') ?? 0,
      );
      for (let k = 0; k < pages; k++) {
        const picture = await draw(bytes, k).catch(
          (error: AppError) => void expect(error.code).toBe('pdf-page-damaged'),
        );
        if (picture) expectInk(picture);
      }
    }
  });

  it('altogether, or protected, is refused', async () => {
    for (const bytes of [encodePdf([]), Buffer.from('%PDF-1.7\n'), Buffer.from('%PDF-1.4\ntrailer << /Root 1 0 R >>')])
      expect(await failure(openPdf(bytes, 'scan.pdf'))).toMatchObject({
        code: 'pdf-damaged',
        params: { file: 'scan.pdf' },
      });
    const key = `(${'k'.repeat(32)})`;
    const locks = [`<< /Filter /Standard /V 1 /R 2 /O ${key} /U ${key} /P -44 >>`, '<< /Filter /Other >>'];
    for (const lock of locks) {
      const bytes = encodePdf([scanned()]).toString('latin1');
      const locked = bytes.replace('/Root 1 0 R', `/Root 1 0 R /Encrypt ${lock} /ID [${key} ${key}]`);
      expect(await failure(openPdf(Buffer.from(locked, 'latin1'), 'scan.pdf'))).toMatchObject({
        code: 'pdf-protected',
        params: { file: 'scan.pdf' },
      });
    }
  });
});

describe('a hostile PDF', () => {
  it('gets no more pixels than any picture', async () => {
    const large = page(deflateSync(Buffer.alloc(999)), { Filter: '/FlateDecode', Width: 60_000, Height: 60_000 });
    expect(await failure(draw(encodePdf([large])))).toMatchObject({ code: 'image-too-large' });
    for (const size of [
      [1e6, 1e6],
      [1e6, 1],
      [0.01, 0.01],
      [1e-3, 1e6],
    ] as const) {
      const { width, height } = await draw(encodePdf([{ ...scanned(), size, pictures: [] }]));
      expect(width * height).toBeLessThanOrEqual(KEPT_PIXELS);
    }
  });

  it('that takes too much memory is refused, and the file’s other pages are read', async () => {
    // Sixteen million noughts in 16 kB, as a picture of 64 bits a pixel: PDFium holds them all.
    const [width, height] = [1400, 1400];
    const size = { Width: width, Height: height, ColorSpace: '/DeviceCMYK', BitsPerComponent: 16 };
    const bomb = page(deflateSync(Buffer.alloc(8 * width * height)), { Filter: '/FlateDecode', ...size });
    const file = encodePdf([scanned(), bomb]);
    const drawn = async (bytes: Buffer, part: number, mostMemory: number): Promise<Picture> =>
      (await openPdf(bytes, 'scan.pdf', mostMemory)).draw(part);
    expect((await drawn(Buffer.from(file), 1, 64 * MIB)).pixels.length).toBeGreaterThan(width * height);
    const most = 20 * MIB;
    expect(await failure(drawn(file, 1, most))).toMatchObject({ code: 'pdf-page-damaged', params: { page: 2 } });
    expectInk(await drawn(file, 0, most));
  });

  it('that goes round in circles comes to an end', async () => {
    const text = encodePdf([scanned()]).toString('latin1');
    for (const [from, to] of [
      [/\/Kids \[[^\]]*\]/, '/Kids [2 0 R]'],
      [/\/Count 1/, '/Count 999999999'],
      [/\/Length \d+/, '/Length 3 0 R'],
      [/\/Contents \d+ 0 R/, '/Contents [2 0 R 1 0 R]'],
    ] as const) {
      const bytes = Buffer.from(text.replace(from, to), 'latin1');
      await draw(bytes).catch((error: unknown) => expect(error).toBeInstanceOf(AppError));
    }
  });

  it('is read or refused, whatever has become of its bytes', async () => {
    const seeds = [encodePdf([scanned(), { drawing: '9 9 99 99 re f' }]), encodePackedPdf([scanned()])];
    const change = fc.record({ at: fc.nat(), byte: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(fc.nat(1), fc.array(change, { maxLength: 20 }), async (seed, changes) => {
        const bytes = Buffer.from(seeds[seed]!);
        for (const { at, byte } of changes) bytes[9 + (at % (bytes.length - 9))] = byte;
        try {
          const pdf = await openPdf(bytes, 'scan.pdf');
          const { width, height, pixels } = await pdf.draw(0);
          expect(pixels.length).toBe(width * height);
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
        }
      }),
      { numRuns: 60 },
    );
  });
});
