import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeIdxImages, encodeIdxLabels, parseIdxHeader } from '../../shared/data/idx.ts';
import { idxBytes } from '../fixtures/idx-files.ts';
import { readMnist } from '../fixtures/mnist.ts';

describe('IDX', () => {
  it('is what the real MNIST is in', () => {
    const [train, test] = [readMnist('train'), readMnist('test')];
    expect([train.count, test.count]).toEqual([60_000, 10_000]);
    expect(train.images.length).toBe(60_000 * 784);
    expect([...test.labels.subarray(0, 10)]).toEqual([7, 2, 1, 0, 4, 1, 4, 9, 5, 9]);
    const mean = train.images.reduce((sum, grey) => sum + grey, 0) / train.images.length / 255;
    expect(mean).toBeCloseTo(0.1307, 4); // the figure that everybody normalises by
  });

  it('has the header that was written, and then the content', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 30 }), (values) => {
        const labels = encodeIdxLabels(Uint8Array.from(values));
        expect(parseIdxHeader(labels)).toEqual({ type: 8, shape: [values.length], littleEndian: false, start: 8 });
        expect([...labels.subarray(8)]).toEqual(values);
        const content = Uint8Array.from({ length: values.length * 784 }, (_, i) => (i * 31) % 256);
        const images = encodeIdxImages(content);
        expect(parseIdxHeader(images)).toMatchObject({ shape: [values.length, 28, 28], start: 16 });
        expect(images.subarray(16)).toEqual(content);
      }),
    );
  });

  it('is known by its header, of any type and in either order; nothing else is', () => {
    for (const type of [0x08, 0x09, 0x0b, 0x0c, 0x0d, 0x0e]) {
      for (const littleEndian of [false, true]) {
        const file = idxBytes(type, [3, 20, 24, 1], new Uint8Array(1), { littleEndian });
        expect(parseIdxHeader(file)).toEqual({ type, shape: [3, 20, 24, 1], littleEndian, start: 20 });
        expect(parseIdxHeader(file.subarray(0, 19))).toBeNull();
      }
    }
    for (const bytes of [
      [0, 0, 7, 1],
      [0, 0, 8, 0],
      [0, 0, 8, 5],
      [1, 0, 8, 1],
      [0, 0, 0, 0],
    ])
      expect(parseIdxHeader(Uint8Array.of(...bytes, ...new Uint8Array(40)))).toBeNull();
    expect(parseIdxHeader(new Uint8Array())).toBeNull();
  });

  it('is read from a part of a larger buffer', () => {
    const file = encodeIdxImages(new Uint8Array(2 * 784));
    const larger = new Uint8Array(file.length + 13);
    larger.set(file, 7);
    expect(parseIdxHeader(larger.subarray(7))).toMatchObject({ shape: [2, 28, 28] });
  });
});
