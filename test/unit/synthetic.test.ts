import { describe, expect, it } from 'vitest';
import { renderDigit, syntheticDigit } from '../../shared/data/synthetic/digit.ts';
import { generateSynthetic, syntheticChunks } from '../../shared/data/synthetic/generate.ts';
import { trace } from '../../shared/data/synthetic/path.ts';
import { STYLES } from '../../shared/data/synthetic/styles/index.ts';
import { stream } from '../../shared/random/random.ts';
import { readMnist } from '../fixtures/mnist.ts';

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Share of non-zero pixels, mean grey, and share of full grey among the non-zero ones: how thick and how soft the ink is. */
function greyStatistics(images: Uint8Array): { inked: number; grey: number; full: number } {
  let [inked, sum, full] = [0, 0, 0];
  for (const level of images) {
    if (level === 0) continue;
    inked++;
    sum += level;
    if (level >= 250) full++;
  }
  return { inked: inked / images.length, grey: sum / images.length / 255, full: full / inked };
}

describe('synthetic digits', () => {
  it('are the same for the same seed, and the first of more', () => {
    const few = generateSynthetic({ count: 60, seed: 5 });
    const more = generateSynthetic({ count: 130, seed: 5 });
    expect(more.images.subarray(0, few.images.length)).toEqual(few.images);
    expect(more.labels.subarray(0, 60)).toEqual(few.labels);
    expect(generateSynthetic({ count: 60, seed: 6 }).images).not.toEqual(few.images);
  });

  it('hold each digit as often, in random order', () => {
    const { labels } = generateSynthetic({ count: 500, seed: 1 });
    const counts = new Array<number>(10).fill(0);
    for (const label of labels) counts[label]! += 1;
    expect(counts).toEqual(new Array(10).fill(50));
    expect([...labels.subarray(0, 10)]).not.toEqual([...labels.subarray(10, 20)]);
  });

  it('come in pieces, so that a host can do other things in between', () => {
    const chunks = syntheticChunks({ count: 1200, seed: 2 });
    const first = chunks.next();
    expect(first).toEqual({ done: false, value: 500 });
    const done: number[] = [];
    generateSynthetic({ count: 1200, seed: 2, onProgress: (count) => done.push(count) });
    expect(done).toEqual([500, 1000]);
  });

  it('are inked as MNIST is: as much, as grey, as soft', () => {
    const ours = greyStatistics(generateSynthetic({ count: 3000, seed: 3 }).images);
    const theirs = greyStatistics(readMnist('test').images);
    expect(Math.abs(ours.inked / theirs.inked - 1)).toBeLessThan(0.08);
    expect(Math.abs(ours.grey / theirs.grey - 1)).toBeLessThan(0.08);
    expect(Math.abs(ours.full / theirs.full - 1)).toBeLessThan(0.08);
  });

  it('exist in every style, all different from one another', () => {
    STYLES.forEach((styles, label) => {
      expect(new Set(styles.map(({ name }) => name)).size).toBe(styles.length);
      for (const { name } of styles) {
        const random = stream(9, 'synthetic');
        const [a, b] = [syntheticDigit(random, label, name), syntheticDigit(random, label, name)];
        expect([a.label, a.style]).toEqual([label, name]);
        expect(a.drawing).not.toEqual(b.drawing);
        expect(renderDigit(a, random).some((level) => level > 200)).toBe(true);
      }
    });
    expect(() => syntheticDigit(stream(1, 'synthetic'), 3, 'nonsense')).toThrow(RangeError);
  });

  it('are drawn by weight', () => {
    const random = stream(10, 'synthetic');
    const names = Array.from({ length: 3000 }, () => syntheticDigit(random, 7).style);
    const weights = STYLES[7]!.reduce((sum, style) => sum + style.weight, 0);
    for (const { name, weight } of STYLES[7]!) {
      const share = names.filter((other) => other === name).length / names.length;
      expect(Math.abs(share - weight / weights)).toBeLessThan(0.04);
    }
  });

  it("tell a one's flag from a seven's bar by its slope, before a hand changes either", () => {
    const random = stream(11, 'synthetic');
    const slope = (label: number, name: string): number => {
      const [tip, corner] = STYLES[label]!.find((style) => style.name === name)!.draw(random)[0]!;
      return (Math.atan2(tip![1] - corner![1], corner![0] - tip![0]) * 180) / Math.PI;
    };
    for (let i = 0; i < 200; i++) {
      expect(slope(1, 'long flag')).toBeGreaterThan(44);
      expect(slope(7, 'plain')).toBeLessThan(20);
    }
  });

  it('are read as their labels by their nearest MNIST neighbour, far beyond chance', () => {
    const train = readMnist('train');
    const [known, asked] = [4000, 200];
    const ours = generateSynthetic({ count: asked, seed: 12 });
    let right = 0;
    for (let i = 0; i < asked; i++) {
      const image = ours.images.subarray(i * 784, (i + 1) * 784);
      let [nearest, label] = [Infinity, -1];
      for (let k = 0; k < known; k++) {
        let distance = 0;
        for (let p = 0; p < 784 && distance < nearest; p++) distance += (image[p]! - train.images[k * 784 + p]!) ** 2;
        if (distance < nearest) [nearest, label] = [distance, train.labels[k]!];
      }
      if (label === ours.labels[i]) right++;
    }
    expect(right / asked).toBeGreaterThan(0.7);
  });
});

describe('trace', () => {
  it('goes through every anchor, straight into corners, evenly in between', () => {
    const points = trace(
      [
        [0, 0],
        [1, 0, 'corner'],
        [1, 1],
        [0, 1],
      ],
      0.05,
    );
    for (const anchor of [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
    ] as const) {
      expect(points.some(([x, y]) => Math.hypot(x - anchor[0], y - anchor[1]) < 1e-9)).toBe(true);
    }
    // up to the corner the way is a straight line
    expect(points.slice(0, 21).every(([, y]) => Math.abs(y) < 1e-9)).toBe(true);
    const steps = points.slice(1).map(([x, y], i) => Math.hypot(x - points[i]![0], y - points[i]![1]));
    expect(mean(steps)).toBeGreaterThan(0.04);
    expect(Math.max(...steps)).toBeLessThan(0.12);
  });

  it('of nothing is nothing', () => {
    expect(trace([], 0.1)).toEqual([]);
    expect(trace([[1, 2]], 0.1)).toEqual([[1, 2]]);
  });
});
