import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../shared/contract/errors.ts';
import {
  encodeIdxImages,
  encodeIdxLabels,
  parseIdxImages,
  parseIdxLabels,
  parseIdxPair,
} from '../../shared/data/idx.ts';
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
        const pair = parseIdxPair(encodeIdxImages(content), encodeIdxLabels(labels), { images: 'i', labels: 'l' });
        expect([...pair.labels]).toEqual(values);
        expect(pair.images).toEqual(content);
        expect(pair.count).toBe(labels.length);
      }),
    );
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
    // the two files the wrong way round
    expect(errorOf(() => parseIdxLabels(images(1), 'x')).params).toMatchObject({
      found: '0x00000803',
      expected: '0x00000801',
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
    expect(errorOf(() => parseIdxLabels(encodeIdxLabels(Uint8Array.of(1, 2)).subarray(0, 9), 'f')).params).toEqual({
      file: 'f',
      actual: 9,
      expected: 10,
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

  it('a label out of range: which, and where', () => {
    expect(errorOf(() => parseIdxLabels(encodeIdxLabels(Uint8Array.of(3, 9, 10, 11)), 'f'))).toEqual({
      code: 'idx-label-range',
      params: { file: 'f', index: 2, label: 10, offset: 10 },
    });
  });

  it('counts that do not match', () => {
    const labels = encodeIdxLabels(Uint8Array.of(1, 2, 3));
    expect(errorOf(() => parseIdxPair(images(2), labels, { images: 'i', labels: 'l' }))).toEqual({
      code: 'idx-count-mismatch',
      params: { images: 2, labels: 3 },
    });
  });
});
