import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import { Plane } from '../../electron/trainer/gradients/plane.ts';
import { Variable } from '../../electron/trainer/ops/variable.ts';

beforeAll(() => void loadTensorflow());

describe('a plane through the weights', () => {
  it('has two axes at right angles also where neither path goes anywhere', async () => {
    const variable = new Variable('w', [50], new Float32Array(50));
    const origin = [tf.zeros([50])];
    const nowhere = [tf.zeros([50])];
    const plane = await Plane.through(origin, [nowhere, nowhere]);
    for (const [x, y] of [
      [1, 0],
      [0, 1],
    ] as const) {
      variable.write(tf.tidy(() => plane.at(x, y)[0]!.dataSync<'float32'>().slice()));
      const place = await plane.place([variable]);
      for (const [is, should] of [
        [place.x, x],
        [place.y, y],
        [place.off, 0],
      ])
        expect(is).toBeCloseTo(should!, 5);
    }
    plane.dispose();
    variable.dispose();
    tf.dispose(nowhere);
  });
});
