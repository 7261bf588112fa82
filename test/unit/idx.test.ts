import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../shared/contract/errors.ts';
import { encodeIdxImages, encodeIdxLabels, parseIdxHeader, parseIdxImages } from '../../shared/data/idx.ts';
import { idxBytes } from '../fixtures/idx-files.ts';
import { readMnist } from '../fixtures/mnist.ts';

const images = (count: number): Uint8Array =>
  encodeIdxImages(Uint8Array.from({ length: count * 784 }, (_, i) => i % 251));

function errorOf(act: () => unknown): { code: string; params: unknown } {
  try {
    act();
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, params: error.params };
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('IDX', () => {
  it('reads the real MNIST', () => {
    const [train, test] = [readMnist('train'), readMnist('test')];
    expect([train.count, test.count]).toEqual([60_000, 10_000]);
    expect(train.images.length).toBe(60_000 * 784);
    expect([...test.labels.subarray(0, 10)]).toEqual([7, 2, 1, 0, 4, 1, 4, 9, 5, 9]);
    const mean = train.images.reduce((sum, grey) => sum + grey, 0) / train.images.length / 255;
    expect(mean).toBeCloseTo(0.1307, 4); // the figure that everybody normalises by
  });

  it('gives back what it wrote', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 30 }), (values) => {
        const labels = Uint8Array.from(values);
        const content = Uint8Array.from({ length: labels.length * 784 }, (_, i) => (i * 31) % 256);
        expect(parseIdxImages(encodeIdxImages(content), 'i')).toEqual({ count: labels.length, images: content });
        const file = encodeIdxLabels(labels);
        expect(parseIdxHeader(file)).toEqual({ type: 8, shape: [labels.length], littleEndian: false, start: 8 });
        expect([...file.subarray(8)]).toEqual(values);
      }),
    );
  });

  it('knows a header of any type, in either order, and nothing else', () => {
    for (const type of [0x08, 0x09, 0x0b, 0x0c, 0x0d, 0x0e]) {
      for (const littleEndian of [false, true]) {
        const file = idxBytes(type, [3, 20, 24, 1], new Uint8Array(1), { littleEndian });
        expect(parseIdxHeader(file)).toEqual({ type, shape: [3, 20, 24, 1], littleEndian, start: 20 });
        expect(parseIdxHeader(file.subarray(0, 19))).toBeNull();
      }
    }
    for (const bytes of [[0, 0, 7, 1], [0, 0, 8, 0], [0, 0, 8, 5], [1, 0, 8, 1], [0, 0, 0, 0], []])
      expect(parseIdxHeader(Uint8Array.of(...bytes, ...new Uint8Array(40)))).toBeNull();
  });

  it('reads a part of a larger buffer', () => {
    const file = images(2);
    const larger = new Uint8Array(file.length + 13);
    larger.set(file, 7);
    expect(parseIdxImages(larger.subarray(7, 7 + file.length), 'f').count).toBe(2);
  });
});

describe('IDX errors say what is wrong and where', () => {
  it('a bad magic: offset, found, expected', () => {
    const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
    expect(errorOf(() => parseIdxImages(png, 'a.png'))).toEqual({
      code: 'idx-bad-magic',
      params: { file: 'a.png', offset: 0, found: '0x89504e47', expected: '0x00000803' },
    });
  });

  it('a wrong size: actual and expected bytes', () => {
    const file = images(3);
    const params = (actual: number) => ({ file: 'f', actual, expected: 16 + 3 * 784 });
    expect(errorOf(() => parseIdxImages(file.subarray(0, 1000), 'f'))).toEqual({
      code: 'idx-wrong-size',
      params: params(1000),
    });
    expect(errorOf(() => parseIdxImages(Uint8Array.of(...file, 0), 'f')).params).toEqual(params(file.length + 1));
    expect(errorOf(() => parseIdxImages(new Uint8Array(0), 'f')).params).toEqual({
      file: 'f',
      actual: 0,
      expected: 16,
    });
  });

  it('never reads past the end, whatever the header says', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (tail) => {
        const file = Uint8Array.of(0, 0, 8, 3, ...tail);
        expect(errorOf(() => parseIdxImages(file, 'f')).code).toMatch(/^idx-(wrong-size|image-size)$/);
      }),
    );
  });

  it('other dimensions than 28 x 28', () => {
    const file = images(1);
    file[15] = 32;
    expect(errorOf(() => parseIdxImages(file, 'f'))).toEqual({
      code: 'idx-image-size',
      params: { file: 'f', width: 32, height: 28 },
    });
  });
});
