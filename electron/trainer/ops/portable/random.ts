import * as tf from '@tensorflow/tfjs-core';
import { hostNumbers, hostValues } from './host-values.ts';
import type { OpTable } from './op.ts';
import { philox } from './philox.ts';

/** The lowest 23 bits as a float's fraction: [1, 2) less 1. */
const unit = (bits: number): number => (bits & 0x7fffff) / 0x800000;

/** Numbers are drawn in JavaScript and sent: a step's masks and augmentations are small beside its images. */
export const randomOps: OpTable = {
  StatelessRandomUniform: ([shape, seeds]) => {
    const dimensions = hostNumbers(shape!);
    return tf.tensor(Float32Array.from(draw(sizeOf(dimensions), hostValues(seeds!)), unit), dimensions);
  },
  /** Box and Muller's way, from two numbers to two. */
  StatelessRandomNormal: ([shape, seeds]) => {
    const dimensions = hostNumbers(shape!);
    const values = new Float32Array(sizeOf(dimensions));
    // Two at a time, also for the last one of an odd count.
    const bits = draw(values.length + 1, hostValues(seeds!));
    for (let i = 0; i < values.length; i += 2) {
      const radius = Math.sqrt(-2 * Math.log(Math.max(1e-7, unit(bits[i]!))));
      const angle = 2 * Math.PI * unit(bits[i + 1]!);
      values[i] = radius * Math.sin(angle);
      if (i + 1 < values.length) values[i + 1] = radius * Math.cos(angle);
    }
    return tf.tensor(values, dimensions);
  },
};

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1);

const draw = (count: number, seeds: ArrayLike<number>): Uint32Array => philox(seeds[0]!, seeds[1]!, count);
