import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AppError } from '../../shared/contract/errors.ts';
import { loadSharp } from '../../electron/formats/load-sharp.ts';
import { picturesOfPdf } from '../../electron/formats/pdf-pictures.ts';
import { countScans, decodeScan, MOST_SCANS } from '../../electron/formats/scans.ts';
import { encodePdf, encodeTiff, type PdfPicture } from '../fixtures/scan-files.ts';
import { encodePng } from '../fixtures/png.ts';

const [WIDTH, HEIGHT] = [420, 500];
const grey = (level: number, width = WIDTH, height = HEIGHT) => ({
  levels: new Uint8Array(width * height).fill(level),
  width,
  height,
});
const failure = (work: Promise<unknown>): Promise<AppError> =>
  work.then(
    () => expect.fail('it succeeded'),
    (error: unknown) => error as AppError,
  );
const jpegOf = (level: number, width = WIDTH, height = HEIGHT): Promise<Buffer> =>
  loadSharp()(Buffer.from(grey(level, width, height).levels), { raw: { width, height, channels: 1 } })
    .jpeg()
    .toBuffer();
let jpegs: Buffer[];
const picture = (i: number, more: Partial<PdfPicture> = {}): PdfPicture => ({
  data: jpegs[i]!,
  width: WIDTH,
  height: HEIGHT,
  ...more,
});
/** The level in the middle of each picture of a file. */
const levelsOf = async (bytes: Buffer): Promise<number[]> => {
  const count = await countScans(bytes, 'scan');
  const levels: number[] = [];
  for (let part = 0; part < count; part++) {
    const { pixels, width, height, channels } = await decodeScan(bytes, 'scan', part);
    expect([width, height]).toEqual([WIDTH, HEIGHT]);
    levels.push(pixels[channels * (Math.floor(height / 2) * width + Math.floor(width / 2))]!);
  }
  return levels;
};

beforeAll(async () => {
  jpegs = await Promise.all([40, 120, 200].map((level) => jpegOf(level)));
});

describe('a file of several scanned pages', () => {
  it('that is a TIFF has them all, in order', async () => {
    expect(await levelsOf(encodeTiff([grey(10), grey(90), grey(250)]))).toEqual([10, 90, 250]);
    expect(await levelsOf(encodeTiff([grey(33)]))).toEqual([33]);
  });

  it('that is a PDF has its JPEG pictures, however their length is said', async () => {
    const bytes = encodePdf([picture(0), picture(1, { length: 'after' }), picture(2, { length: 'wrong' })]);
    expect(await levelsOf(bytes)).toEqual([40, 120, 200]);
    expect(await levelsOf(encodePdf([picture(1, { filter: '[ /DCTDecode ]' })]))).toEqual([120]);
  });

  it('leaves out what is no page: small pictures, and such as are packed in another way', async () => {
    const logo = { data: await jpegOf(1, 64, 64), width: 64, height: 64 };
    const flate = picture(0, { filter: '/FlateDecode' });
    const twice = picture(0, { filter: '[/FlateDecode /DCTDecode]' });
    expect(await levelsOf(encodePdf([logo, flate, picture(2), twice]))).toEqual([200]);
  });

  it('is one picture of any other kind', async () => {
    const png = encodePng(grey(77).levels, WIDTH, HEIGHT);
    expect(await levelsOf(png)).toEqual([77]);
    expect(await failure(decodeScan(png, 'scan.png', 1))).toMatchObject({ code: 'image-unreadable' });
    expect(await failure(decodeScan(encodeTiff([grey(1)]), 'scan.tif', 1))).toMatchObject({ code: 'image-unreadable' });
    expect(await failure(decodeScan(encodePdf([picture(0)]), 'scan.pdf', 1))).toMatchObject({
      code: 'image-unreadable',
    });
  });

  it('is refused where there is nothing to be taken from it, or too much', async () => {
    const protectedData = picture(0, { data: Buffer.alloc(999, 0x5a) });
    for (const bytes of [encodePdf([]), encodePdf([protectedData]), Buffer.from('%PDF-1.7\n')]) {
      expect(await failure(countScans(bytes, 'scan.pdf'))).toMatchObject({
        code: 'pdf-no-scans',
        params: { file: 'scan.pdf' },
      });
    }
    const many = encodePdf(Array.from({ length: MOST_SCANS + 50 }, () => picture(0)));
    expect(await failure(countScans(many, 'scan.pdf'))).toMatchObject({
      code: 'scans-too-many',
      params: { file: 'scan.pdf', most: MOST_SCANS },
    });
    const tiff = encodeTiff([grey(1), grey(2)]);
    expect((await failure(countScans(tiff.subarray(0, 20), 'scan.tif'))).code).toMatch(/^image-/);
    const cut = encodePdf([picture(0, { data: jpegs[0]!.subarray(0, 400) })]);
    expect((await failure(decodeScan(cut, 'scan.pdf', 0))).code).toMatch(/^image-/);
  });

  it('is read or refused, whatever has become of its bytes', async () => {
    const whole = encodePdf([picture(0), picture(1, { length: 'after' })]);
    const change = fc.record({ at: fc.nat(whole.length - 1), byte: fc.nat(255) });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 20 }), fc.nat(whole.length), (changes, length) => {
        const bytes = Buffer.from(whole);
        for (const { at, byte } of changes) bytes[at] = byte;
        const found = picturesOfPdf(bytes.subarray(0, length), MOST_SCANS);
        expect(found.length).toBeLessThanOrEqual(2);
        for (const data of found) expect(data.length).toBeLessThanOrEqual(length);
      }),
    );
  });

  it('of nothing but beginnings is gone through once', () => {
    const hostile = Buffer.from(
      '1 0 obj<</Subtype/Image/Filter/DCTDecode/Width 999/Height 999>>stream\n\xff\xd8'.repeat(50_000),
      'latin1',
    );
    expect(picturesOfPdf(hostile, MOST_SCANS)).toEqual([]);
    const dictionaries = Buffer.from('>>stream '.repeat(300_000));
    expect(picturesOfPdf(dictionaries, MOST_SCANS)).toEqual([]);
  });
});
