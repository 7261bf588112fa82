import fs from 'node:fs';
import path from 'node:path';
import { deflateSync, inflateSync } from 'node:zlib';
import { loadSharp } from '../../../electron/formats/load-sharp.ts';
import { crc32 } from '../../../electron/formats/tree/crc32.ts';
import { readPicture } from '../../../electron/reader/read-picture.ts';
import { pictureStepsSchema } from '../../../shared/contract/schemas/picture.ts';
import { MNIST_FRAME } from '../../../shared/ink/frame.ts';
import type { Random } from '../../../shared/random/random.ts';
import { encodePng, pngChunk } from '../../../test/fixtures/png.ts';
import { mutateBytes } from '../mutate-bytes.ts';
import { changed, type Inputs, type Target } from '../target.ts';

const [WIDTH, HEIGHT] = [23, 31];
/** A dark stroke on paper. */
const grey = Uint8Array.from({ length: WIDTH * HEIGHT }, (_, i) =>
  Math.abs((i % WIDTH) - 11) < 3 && i > 90 && i < 600 ? 20 : 240 - (i % 7),
);

const pictureOf = (name: string, inputs: Inputs): Target => ({
  name,
  ...inputs,
  async read(bytes, folder) {
    const file = path.join(folder, 'picture');
    fs.writeFileSync(file, bytes);
    return pictureStepsSchema.parse(await readPicture({ path: file, name: 'picture', frame: MNIST_FRAME }));
  },
});

/** Half of the changed PNGs get true checksums again: with false ones, nothing behind them is looked at. */
function changedPng(seeds: readonly Buffer[]): Inputs {
  const { valid, input } = changed(seeds);
  return {
    valid,
    input(random) {
      const bytes = input(random);
      return random.chance(0.5) ? withChecksums(Uint8Array.from(bytes)) : bytes;
    },
  };
}

function withChecksums(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer);
  for (let at = 8; at + 12 <= bytes.length;) {
    const end = at + 8 + view.getUint32(at);
    if (end + 4 > bytes.length) break;
    view.setUint32(end, crc32(bytes.subarray(at + 4, end)));
    at = end + 4;
  }
  return bytes;
}

/** PNGs that are sound but for their pixels' packed rows: filters and lengths that no encoder writes. */
const strangeRows = (random: Random): Uint8Array => {
  const png = encodePng(grey, WIDTH, HEIGHT);
  const at = png.indexOf('IDAT') - 4;
  const rows = inflateSync(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  return Buffer.concat([
    png.subarray(0, at),
    pngChunk('IDAT', deflateSync(mutateBytes(rows, random))),
    pngChunk('IEND', new Uint8Array(0)),
  ]);
};

/** Windows' bitmaps of a dark stroke on white: plain ones and run-length coded ones. */
function bitmap(depth: 1 | 4 | 8 | 16 | 24 | 32, packing = 0): Buffer {
  const colours = depth <= 8 ? 2 ** depth : 0;
  const rowBytes = 4 * Math.ceil((WIDTH * depth) / 32);
  const isDark = (y: number): boolean => y > 5 && y < 25;
  const plainRow = (_: unknown, y: number): Buffer => {
    const row = Buffer.alloc(rowBytes);
    for (let bit = 0; bit < 8 * rowBytes; bit++)
      if (!isDark(y) || Math.abs(Math.floor(bit / depth) - 11) > 1) row[bit >> 3]! |= 0x80 >> (bit & 7);
    return row;
  };
  const codedRow = (_: unknown, y: number): Buffer =>
    Buffer.from([10, 0xff, 3, isDark(y) ? 0 : 0xff, WIDTH - 13, 0xff, 0, 0]);
  const rows = Buffer.concat([
    ...Array.from({ length: HEIGHT }, packing === 0 ? plainRow : codedRow),
    Buffer.from(packing === 0 ? [] : [0, 1]),
  ]);
  const file = Buffer.alloc(54 + 4 * colours);
  file.write('BM');
  file.writeUInt32LE(file.length + rows.length, 2);
  file.writeUInt32LE(file.length, 10);
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(WIDTH, 18);
  file.writeInt32LE(HEIGHT, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(depth, 28);
  file.writeUInt32LE(packing, 30);
  for (let i = 0; i < colours; i++) file.writeUInt32LE(Math.round((255 * i) / (colours - 1)) * 0x010101, 54 + 4 * i);
  return Buffer.concat([file, rows]);
}

/** Every kind of picture that is read; sharp makes the seeds of those that are long to write by hand. */
export async function pictures(): Promise<readonly Target[]> {
  const encode = (kind: 'jpeg' | 'webp' | 'gif' | 'tiff' | 'png', options: object = {}): Promise<Buffer> =>
    loadSharp()(Buffer.from(grey), { raw: { width: WIDTH, height: HEIGHT, channels: 1 } })
      .toFormat(kind, options)
      .toBuffer();
  return [
    pictureOf('PNG', changedPng([encodePng(grey, WIDTH, HEIGHT), await encode('png', { progressive: true })])),
    pictureOf('PNG rows', { valid: [encodePng(grey, WIDTH, HEIGHT)], input: strangeRows }),
    pictureOf('JPEG', changed([await encode('jpeg'), await encode('jpeg', { progressive: true })])),
    pictureOf('WebP', changed([await encode('webp'), await encode('webp', { lossless: true })])),
    pictureOf('GIF', changed([await encode('gif')])),
    pictureOf(
      'TIFF',
      changed([
        await encode('tiff'),
        await encode('tiff', { compression: 'lzw' }),
        await encode('tiff', { compression: 'deflate', tile: true }),
      ]),
    ),
    pictureOf(
      'BMP',
      changed([...([1, 4, 8, 16, 24, 32] as const).map((depth) => bitmap(depth)), bitmap(8, 1), bitmap(4, 2)]),
    ),
  ];
}
