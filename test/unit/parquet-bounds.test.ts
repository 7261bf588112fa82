import { readFileSync } from 'node:fs';
import path from 'node:path';
import { constants, zstdCompressSync } from 'node:zlib';
import { parquetMetadata } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { checkFooter, checkPages, checkRows, boundedCompressors } from '../../electron/formats/parquet-bounds.ts';
import { skipStruct } from '../../electron/formats/thrift-bounds.ts';
import { repositoryRoot } from '../fixtures/folders.ts';

const whole = readFileSync(path.join(repositoryRoot, 'test', 'fixtures', 'world', 'train-00000-of-00001.parquet'));
const asFile = (bytes: Uint8Array) => {
  const { buffer } = Uint8Array.from(bytes);
  return { byteLength: buffer.byteLength, slice: (start: number, end?: number) => buffer.slice(start, end) };
};
const file = asFile(whole);
const metadata = parquetMetadata(Uint8Array.from(whole).buffer);
const [group] = metadata.row_groups;
const columns = ['image', 'label'];

describe('a parquet file', () => {
  it('that is sound passes', async () => {
    await checkFooter(file);
    checkRows(metadata, file);
    await checkPages(file, metadata, group!, columns);
  });

  it('is refused when its rows are more than its bytes, fewer than none, or not those of its groups', () => {
    for (const num_rows of [10_000_000n, -1n, 11n])
      expect(() =>
        checkRows({ ...metadata, num_rows, row_groups: [{ ...group!, num_rows }] }, asFile(whole.subarray(0, 10))),
      ).toThrow(RangeError);
    expect(() => checkRows({ ...metadata, num_rows: metadata.num_rows + 1n }, file)).toThrow(RangeError);
  });

  it('is refused when a page claims more values than there are rows', async () => {
    await expect(checkPages(file, metadata, { ...group!, num_rows: 3n }, columns)).rejects.toThrow(/values for 3 rows/);
  });

  it('is refused when its bytes claim to come to more than any could', () => {
    for (const unpack of Object.values(boundedCompressors))
      expect(() => unpack!(new Uint8Array(100), 1_000_000_000)).toThrow(/claim to be/);
  });
});

describe('a page by zstd', () => {
  const plain = Buffer.from(Array.from({ length: 50_000 }, (_, i) => (i * i) % 251));
  const unpack = boundedCompressors.ZSTD!;
  const size = plain.length;
  const checked = { params: { [constants.ZSTD_c_checksumFlag]: 1 } };
  /** A frame without a content size: as a writer makes it that does not know how much will come. */
  const open = (window: number, ...blocks: readonly Uint8Array[]): Uint8Array =>
    Buffer.concat([Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0, window), ...blocks]);
  /** A block (RFC 8878, 3.1.1.2): of plain bytes, or of one byte `size` times. */
  const block = (
    type: 'plain' | 'repeated',
    size: number,
    isLast: boolean,
    ...bytes: readonly number[]
  ): Uint8Array => {
    const head = (size << 3) | (type === 'plain' ? 0 : 2) | Number(isLast);
    return Uint8Array.of(head & 255, (head >> 8) & 255, head >> 16, ...bytes);
  };
  const claiming = (content: bigint): Uint8Array => {
    const head = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xe0, 0, 0, 0, 0, 0, 0, 0, 0]);
    head.writeBigUInt64LE(content, 5);
    return Buffer.concat([head, block('repeated', 5, true, 65)]);
  };

  it('comes out whole: one frame, several, one of no said size, with what a reader is to skip', () => {
    const [first, second] = [
      zstdCompressSync(plain.subarray(0, 20_000), checked),
      zstdCompressSync(plain.subarray(20_000)),
    ];
    const skipped = Uint8Array.of(0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 9, 9, 9);
    for (const packed of [
      zstdCompressSync(plain),
      zstdCompressSync(plain, checked),
      Buffer.concat([first, skipped, second]),
    ])
      expect(plain.equals(unpack(packed, size))).toBe(true);
    const twice = open(0, block('plain', 3, false, 1, 2, 3), block('repeated', 4, true, 7));
    expect([...unpack(twice, 7)]).toEqual([1, 2, 3, 7, 7, 7, 7]);
    expect([...unpack(claiming(5n), 5)]).toEqual([65, 65, 65, 65, 65]);
    expect(unpack(zstdCompressSync(new Uint8Array()), 0)).toHaveLength(0);
  });

  it('is refused when it comes to more or fewer bytes than the page says', () => {
    const packed = zstdCompressSync(plain);
    for (const other of [size - 1, size + 1, 0]) expect(() => unpack(packed, other)).toThrow(RangeError);
    expect(() => unpack(Buffer.concat([packed, packed]), size)).toThrow(RangeError);
    expect(() => unpack(open(0, block('plain', 3, true, 1, 2, 3)), 4)).toThrow('3 bytes by zstd in place of 4');
  });

  it('is refused when a byte of it is another, or some are missing', () => {
    const packed = zstdCompressSync(plain, checked);
    for (const length of [0, 3, 9, packed.length - 5, packed.length - 1])
      expect(() => unpack(packed.subarray(0, length), size)).toThrow();
    for (let at = 0; at < packed.length; at += 97) {
      const changed = Uint8Array.from(packed, (byte, i) => (i === at ? byte ^ 0x40 : byte));
      expect(() => unpack(changed, size)).toThrow();
    }
  });

  it('makes no room for what a frame claims: gigabytes of window or content, or blocks without end', () => {
    const peak = (): number => process.resourceUsage().maxRSS * 1024;
    const before = peak();
    // 2 GB of window, 8 GB of content, and 8,000 blocks of 128 KB each, in a page that says 5 bytes.
    const bombs = [
      open(0xa8, block('repeated', 5, true, 65)),
      claiming(8_589_934_592n),
      open(0x38, ...Array.from({ length: 8000 }, (_, i) => block('repeated', 131_072, i === 7999, 0))),
      Buffer.concat(Array.from({ length: 1001 }, () => zstdCompressSync(new Uint8Array()))),
    ];
    for (const bomb of bombs) expect(() => unpack(bomb, 5)).toThrow();
    expect(peak() - before).toBeLessThan(300_000_000);
  });
});

describe('a Thrift structure', () => {
  const skip = (...bytes: readonly number[]) => skipStruct(new DataView(Uint8Array.from(bytes).buffer), 0);

  it('is gone over to its end', () => {
    // Field 1 a number of two bytes, field 2 a text, field 3 a list of two numbers, field 4 true, field 40 a byte.
    expect(skip(0x15, 0x80, 0x01, 0x18, 2, 65, 66, 0x19, 0x25, 1, 2, 0x11, 0x03, 80, 7, 0)).toBe(16);
  });

  it('of lists in each other that claim a million items each is refused, and so is what does not end', () => {
    const claim = [0xf9, 0xc0, 0x84, 0x3d];
    expect(() => skip(0x19, ...Array.from({ length: 500 }, () => claim).flat())).toThrow(RangeError);
    expect(() => skip(...new Array<number>(200).fill(0x1c))).toThrow(RangeError);
    expect(() => skip(0x18, 0xff, 0xff, 0x03)).toThrow(RangeError);
    expect(() => skip(0x15)).toThrow(RangeError);
  });
});
