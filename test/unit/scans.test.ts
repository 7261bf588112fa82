import { describe, expect, it } from 'vitest';
import type { AppError } from '../../shared/contract/errors.ts';
import { countScans, decodeScan, MOST_SCANS } from '../../electron/formats/scans.ts';
import { encodePdf, type PdfPage } from '../fixtures/pdf-file.ts';
import { encodePng } from '../fixtures/png.ts';
import { encodeTiff } from '../fixtures/tiff.ts';

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
/** A page of a PDF that is one grey picture. */
const scanned = (level: number): PdfPage => ({
  pictures: [{ data: grey(level).levels, width: WIDTH, height: HEIGHT }],
});
/** The level in the middle of each picture of a file. */
const levelsOf = async (bytes: Buffer, scale = 1): Promise<number[]> => {
  const count = await countScans(bytes, 'scan');
  const levels: number[] = [];
  for (let part = 0; part < count; part++) {
    const { pixels, width, height, channels } = await decodeScan(bytes, 'scan', part);
    expect([width, height]).toEqual([WIDTH, HEIGHT].map((side) => Math.round(scale * side)));
    levels.push(pixels[channels * (Math.floor(height / 2) * width + Math.floor(width / 2))]!);
  }
  return levels;
};

describe('a file of several scanned pages', () => {
  it('that is a TIFF has them all, in order', async () => {
    expect(await levelsOf(encodeTiff([grey(10), grey(90), grey(250)]))).toEqual([10, 90, 250]);
    expect(await levelsOf(encodeTiff([grey(33)]))).toEqual([33]);
  });

  it('that is a PDF has its pages, in order', async () => {
    expect(await levelsOf(encodePdf([scanned(40), scanned(120), scanned(200)]))).toEqual([40, 120, 200]);
    expect(await levelsOf(encodePdf([{ drawing: '0.5 g 0 0 420 500 re f' }]), 200 / 72)).toEqual([128]);
  });

  it('is one picture of any other kind', async () => {
    const png = encodePng(grey(77).levels, WIDTH, HEIGHT);
    expect(await levelsOf(png)).toEqual([77]);
    expect(await failure(decodeScan(png, 'scan.png', 1))).toMatchObject({ code: 'image-unreadable' });
    expect(await failure(decodeScan(encodeTiff([grey(1)]), 'scan.tif', 1))).toMatchObject({ code: 'image-unreadable' });
    expect(await failure(decodeScan(encodePdf([scanned(9)]), 'scan.pdf', 1))).toMatchObject({
      code: 'image-unreadable',
    });
  });

  it('is refused where there is too much to be taken from it, or nothing', async () => {
    const many = encodePdf(Array.from({ length: MOST_SCANS + 50 }, () => ({})));
    expect(await failure(countScans(many, 'scan.pdf'))).toMatchObject({
      code: 'scans-too-many',
      params: { file: 'scan.pdf', most: MOST_SCANS },
    });
    expect(await failure(countScans(encodePdf([]), 'scan.pdf'))).toMatchObject({ code: 'pdf-damaged' });
    const tiff = encodeTiff([grey(1), grey(2)]);
    expect((await failure(countScans(tiff.subarray(0, 20), 'scan.tif'))).code).toMatch(/^image-/);
  });
});
