import { describe, expect, it } from 'vitest';
import { BatchOrder } from '../../electron/trainer/data/batch-order.ts';
import { drawReplay, replayCount } from '../../shared/data/replay.ts';

const labels = Uint8Array.from({ length: 100 }, (_, i) => (i < 60 ? 0 : i < 90 ? 1 : 2));
const countOf = (drawn: Uint32Array): number[] =>
  [0, 1, 2].map((label) => [...drawn].filter((index) => labels[index] === label).length);

describe('replay', () => {
  it('is a share of all images, beside the run’s own', () => {
    expect(replayCount(200, 0.5)).toBe(200);
    expect(replayCount(200, 0.9)).toBe(1800);
    expect(replayCount(3, 0.1)).toBe(0);
  });

  it('is drawn in the classes’ proportions, each image once, anew in each epoch and alike for a seed', () => {
    const drawn = drawReplay(labels, 20, 7, 0);
    expect(countOf(drawn)).toEqual([12, 6, 2]);
    expect(new Set(drawn).size).toBe(20);
    expect(drawReplay(labels, 20, 7, 0)).toEqual(drawn);
    expect(new Set(drawReplay(labels, 20, 7, 1))).not.toEqual(new Set(drawn));
    expect(new Set(drawReplay(labels, 20, 8, 0))).not.toEqual(new Set(drawn));
  });

  it('takes images again where there are too few', () => {
    const drawn = drawReplay(labels, 250, 7, 0);
    expect(countOf(drawn)).toEqual([150, 75, 25]);
    expect(new Set(drawn).size).toBe(100);
  });

  it('is part of each epoch’s batches, with the run’s own images once each', () => {
    const own = Uint32Array.from([0, 1, 2, 3, 4]);
    const replayed = { count: 4, draw: (epoch: number) => Uint32Array.from([10, 11, 12, 13], (i) => i + 10 * epoch) };
    const order = new BatchOrder(own, { batchSize: 4, seed: 3 }, replayed);
    expect([order.images, order.stepsPerEpoch, order.sizes]).toEqual([9, 3, [4, 1]]);
    for (const epoch of [0, 1]) {
      const images = [0, 1, 2].flatMap((step) => [...order.block(epoch, step, 1).indices]);
      expect(images.sort((a, b) => a - b)).toEqual([...own, ...replayed.draw(epoch)]);
    }
  });
});
