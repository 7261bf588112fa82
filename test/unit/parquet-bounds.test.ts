import { readFileSync } from 'node:fs';
import path from 'node:path';
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
