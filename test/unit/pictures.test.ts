import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { loadSharp } from '../../electron/formats/load-sharp.ts';
import type { Picture } from '../../electron/formats/picture.ts';
import { decodePicture } from '../../electron/formats/pictures.ts';
import { luminance } from '../../shared/ink/luminance.ts';
import { stream } from '../../shared/random/random.ts';
import { MATRIX_HEIGHT, MATRIX_WIDTH, pngMatrix } from '../fixtures/png-matrix.ts';
import { encodePng, pngChunk } from '../fixtures/png.ts';

const [WIDTH, HEIGHT] = [37, 23];
/** A bright bar on a falling grey: no two sides look alike. */
const grey = Uint8Array.from({ length: WIDTH * HEIGHT }, (_, i) =>
  i % WIDTH > 4 && i % WIDTH < 9 && i > WIDTH * 3 ? 250 : 2 * (i % WIDTH) + Math.floor(i / WIDTH),
);
const image = () => loadSharp()(Buffer.from(grey), { raw: { width: WIDTH, height: HEIGHT, channels: 1 } });
const levels = ({ pixels, channels }: Picture): Uint8Array => luminance(pixels, channels);
const worst = (a: Uint8Array, b: Uint8Array): number =>
  a.reduce((most, level, i) => Math.max(most, Math.abs(level - b[i]!)), 0);

/** A bitmap of 24 bits, from the bottom; with another depth, what its writer makes of it. */
function bitmap(
  depth: 1 | 4 | 8 | 16 | 24 | 32,
  pixelAt: (x: number, y: number) => number,
  palette: number[] = [],
): Buffer {
  const rowBytes = 4 * Math.ceil((WIDTH * depth) / 32);
  const start = 54 + palette.length * 4;
  const file = Buffer.alloc(start + rowBytes * HEIGHT);
  file.write('BM');
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(start, 10);
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(WIDTH, 18);
  file.writeInt32LE(HEIGHT, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(depth, 28);
  palette.forEach((level, i) => file.writeUInt32LE(level * 0x010101, 54 + 4 * i));
  for (let y = 0; y < HEIGHT; y++) {
    const row = start + (HEIGHT - 1 - y) * rowBytes;
    for (let x = 0; x < WIDTH; x++) {
      const value = pixelAt(x, y);
      if (depth >= 8) file.writeUIntLE(value, row + (x * depth) / 8, depth / 8);
      else file[row + ((x * depth) >> 3)]! |= value << (8 - depth - ((x * depth) & 7));
    }
  }
  return file;
}
const at = (x: number, y: number): number => grey[y * WIDTH + x]!;

describe('a picture', () => {
  it.each(['png', 'jpeg', 'webp', 'gif', 'tiff'] as const)(
    'of the kind %s is read, and told by its content',
    async (kind) => {
      const bytes = await image().toFormat(kind, { quality: 100 }).toBuffer();
      const picture = await decodePicture(bytes, 'x.txt');
      expect([picture.width, picture.height]).toEqual([WIDTH, HEIGHT]);
      expect(worst(levels(picture), grey)).toBeLessThan(kind === 'jpeg' || kind === 'webp' ? 16 : 3);
    },
  );

  it.each([
    ['24 bits', bitmap(24, (x, y) => at(x, y) * 0x010101), 0],
    ['32 bits', bitmap(32, (x, y) => at(x, y) * 0x010101), 0],
    ['16 bits', bitmap(16, (x, y) => (at(x, y) >> 3) * 0b10000100001), 8],
    [
      'a palette of 256',
      bitmap(
        8,
        at,
        Array.from({ length: 256 }, (_, i) => i),
      ),
      0,
    ],
    [
      'a palette of 16',
      bitmap(
        4,
        (x, y) => at(x, y) >> 4,
        Array.from({ length: 16 }, (_, i) => i * 16),
      ),
      16,
    ],
    ['one bit', bitmap(1, (x, y) => at(x, y) >> 7, [0, 255]), 128],
  ])('that is a bitmap with %s is read', async (_, bytes, fault) => {
    const picture = await decodePicture(bytes, 'x.bmp');
    expect([picture.width, picture.height]).toEqual([WIDTH, HEIGHT]);
    expect(worst(levels(picture), grey)).toBeLessThanOrEqual(fault);
  });

  it('is turned upright as its camera says', async () => {
    const turned = await image().rotate(270).jpeg({ quality: 100 }).withMetadata({ orientation: 6 }).toBuffer();
    const picture = await decodePicture(turned, 'x.jpg');
    expect([picture.width, picture.height]).toEqual([WIDTH, HEIGHT]);
    expect(worst(levels(picture), grey)).toBeLessThan(16);
  });

  it('of deep samples that use only their lower bits has these scaled up', async () => {
    const samples = new Uint8Array(2 * grey.length);
    grey.forEach((level, i) => samples.set([level >> 4, (level & 15) << 4], 2 * i));
    const picture = await decodePicture(encodePng(samples, WIDTH, HEIGHT, { depth: 16 }), 'x.png');
    expect(worst(levels(picture), grey)).toBeLessThan(2);
  });
});

describe('a PNG', () => {
  const matrix = pngMatrix();

  it('may be of fifteen colour types and depths, plain or interlaced', () => {
    expect(new Set(matrix.map(({ name }) => name)).size).toBe(30);
  });

  it.each(matrix)('of $name is read, each channel of each pixel', async ({ png, rgba }) => {
    const { width, height, channels, pixels } = await decodePicture(png, 'x.png');
    expect([width, height]).toEqual([MATRIX_WIDTH, MATRIX_HEIGHT]);
    const hasAlpha = channels === 2 || channels === 4;
    const seen = (pixel: number, channel: number): number => {
      if (channel === 3) return hasAlpha ? pixels[pixel * channels + channels - 1]! : 255;
      return pixels[pixel * channels + (channels < 3 ? 0 : channel)]!;
    };
    const off = Array.from(rgba, (share, i) => Math.abs(seen(i >> 2, i & 3) - 255 * share));
    expect(off.reduce((most, each) => Math.max(most, each))).toBeLessThanOrEqual(1);
  });
});

describe('what is no picture, or a damaged one, is refused:', () => {
  const huge = () => {
    const header = Buffer.alloc(13);
    header.writeUInt32BE(60_000, 0);
    header.writeUInt32BE(60_000, 4);
    header.set([8, 0], 8);
    return Buffer.concat([
      encodePng(grey, WIDTH, HEIGHT).subarray(0, 8),
      pngChunk('IHDR', header),
      pngChunk('IDAT', deflateSync(Buffer.alloc(9))),
      pngChunk('IEND', Buffer.alloc(0)),
    ]);
  };
  const hugeBitmap = () => {
    const file = bitmap(24, () => 0);
    file.writeInt32LE(60_000, 18);
    file.writeInt32LE(60_000, 22);
    return file;
  };
  /** 67 million pixels, which is not too many, of 80 bytes. */
  const hollow = () => {
    const file = encodePng(grey, WIDTH, HEIGHT);
    file.writeUInt32BE(4_194_316, 16);
    file.writeUInt32BE(16, 20);
    return file;
  };
  /** Run-length coded: its length says nothing of its pixels. */
  const hollowBitmap = () => {
    const file = bitmap(8, at, [1, 2, 3]);
    file.writeUInt32LE(1, 30);
    file.writeInt32LE(2_000_000, 22);
    return file;
  };
  it.each<[string, () => Buffer, string]>([
    ['nothing', () => Buffer.alloc(0), 'file-empty'],
    ['text', () => Buffer.from('seven'), 'image-unreadable'],
    ['a web page', () => Buffer.from('\n<!-- x --><!DOCTYPE html><html><body>sign in'), 'file-is-page'],
    ['an SVG', () => Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'), 'image-other-kind'],
    ['a HEIC', () => Buffer.from('\0\0\0\x18ftypheic\0\0\0\0', 'latin1'), 'image-other-kind'],
    ['a header that claims billions of pixels', huge, 'image-too-large'],
    ['a header that claims more pixels than its bytes can come to', hollow, 'image-truncated'],
    ['a run-length coded bitmap that claims more', hollowBitmap, 'image-truncated'],
    ['a bitmap that claims them', hugeBitmap, 'image-too-large'],
    [
      'a bitmap with a header of no size that there is',
      () => Buffer.concat([bitmap(24, () => 7).subarray(0, 14), Buffer.from([13, 0, 0, 0]), Buffer.alloc(10)]),
      'image-damaged',
    ],
    ['a bitmap without its end', () => bitmap(24, () => 7).subarray(0, 900), 'image-truncated'],
    ['a bitmap whose colours are not there', () => bitmap(8, () => 9, [0, 1]), 'image-damaged'],
  ])('%s', async (_, bytes, code) => {
    await expect(decodePicture(bytes(), 'x')).rejects.toMatchObject({ code, params: { file: 'x' } });
  });

  it.each(['png', 'jpeg', 'webp', 'gif', 'tiff'] as const)('a %s that is cut off, wherever', async (kind) => {
    const whole = await image().toFormat(kind).toBuffer();
    for (let part = 1; part < 20; part++) {
      const cut = whole.subarray(0, Math.floor((whole.length * part) / 20));
      const answer = await decodePicture(cut, 'x').catch((thrown: { code?: string }) => thrown.code);
      expect(['image-truncated', 'image-damaged', 'image-unreadable']).toContain(answer);
    }
  });

  it('random bytes behind a true beginning: pixels or a refusal in words, never anything else', async () => {
    const random = stream(3, 'synthetic');
    const starts = [
      bitmap(24, () => 7).subarray(0, 40),
      bitmap(8, at, [1, 2, 3]).subarray(0, 30),
      ...(await Promise.all(
        (['png', 'jpeg', 'gif', 'tiff', 'webp'] as const).map(async (kind) =>
          (await image().toFormat(kind).toBuffer()).subarray(0, 60),
        ),
      )),
    ];
    for (let i = 0; i < 140; i++) {
      const noise = Buffer.from(Uint8Array.from({ length: 400 }, () => random.uniform(0, 256)));
      const answer = await decodePicture(Buffer.concat([starts[i % starts.length]!, noise]), 'x').catch(
        (thrown: unknown) => thrown,
      );
      if (answer instanceof Error) expect((answer as { code?: string }).code).toMatch(/^(image|file)-/);
    }
  });
});
