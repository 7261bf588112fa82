import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import { createOptimizer } from '../../electron/trainer/optimizers/optimizer.ts';
import { Variable } from '../../electron/trainer/ops/variable.ts';
import { optimizerSchema } from '../../shared/contract/schemas/recipe.ts';

beforeAll(() => void loadTensorflow());

const START = [0.5, -1, 2];
const GRADIENTS = [
  [0.1, -0.2, 0.3],
  [0.4, 0.1, -0.6],
  [-0.3, 0.05, 0.2],
];

/** The weights after the gradients, by TensorFlow. */
function train(spec: unknown, shape: number[] = [3]): { weights: number[]; slots: string[] } {
  const variable = new Variable('w', shape, Float32Array.from(START));
  const optimizer = createOptimizer(optimizerSchema.parse(spec), [variable]);
  const { learningRate } = optimizerSchema.parse(spec);
  GRADIENTS.forEach((gradient, i) =>
    tf.tidy(() =>
      optimizer.apply([tf.tensor(gradient, shape)], {
        step: tf.scalar(i + 1, 'int32'),
        learningRate: tf.scalar(learningRate),
        applied: tf.scalar(true, 'bool'),
      }),
    ),
  );
  const result = { weights: [...variable.values()], slots: optimizer.slots.map((slot) => slot.name) };
  optimizer.dispose();
  variable.dispose();
  return result;
}

/** The same by hand: `update` gets one weight's gradient, its own memory, the step and the weight; it returns the weight's change. */
const byHand = (update: (g: number, memory: number[], t: number, w: number) => number) =>
  START.map((start, i) => {
    const memory = [0, 0];
    return GRADIENTS.reduce((w, gradient, t) => w + update(gradient[i]!, memory, t + 1, w), start);
  });

const expectClose = (actual: number[], expected: number[]) =>
  actual.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 6));

describe("optimizers follow Keras's formulas", () => {
  it('sgd', () => {
    const { weights, slots } = train({ name: 'sgd', learningRate: 0.1 });
    expectClose(
      weights,
      byHand((g) => -0.1 * g),
    );
    expect(slots).toEqual([]);
  });

  it('momentum', () => {
    const { weights, slots } = train({ name: 'momentum', learningRate: 0.1, momentum: 0.8 });
    expectClose(
      weights,
      byHand((g, m) => (m[0] = 0.8 * m[0]! - 0.1 * g)),
    );
    expect(slots).toEqual(['momentum/w']);
  });

  it('nesterov', () => {
    const { weights, slots } = train({ name: 'nesterov', learningRate: 0.1, momentum: 0.8 });
    const update = (g: number, m: number[]) => {
      m[0] = 0.8 * m[0]! - 0.1 * g;
      return 0.8 * m[0]! - 0.1 * g;
    };
    expectClose(weights, byHand(update));
    expect(slots).toEqual(['momentum/w']);
  });

  it('weight decay, decoupled, of kernels and of nothing else', () => {
    const spec = { name: 'sgd', learningRate: 0.1, weightDecay: 0.5 };
    const kernel = train(spec, [1, 3]).weights;
    expectClose(
      kernel,
      byHand((g, _, __, w) => -0.1 * 0.5 * w - 0.1 * g),
    );
    expectClose(
      train(spec).weights,
      byHand((g) => -0.1 * g),
    );
  });

  it('adamw is adam with decay', () => {
    const rest = { learningRate: 0.01, epsilon: 0.01, weightDecay: 0.1 };
    expect(train({ name: 'adamw', ...rest }, [3, 1])).toEqual(train({ name: 'adam', ...rest }, [3, 1]));
    expect(train({ name: 'adamw', ...rest }, [3, 1]).weights).not.toEqual(train({ name: 'adamw', ...rest }).weights);
  });

  it('rmsprop, epsilon under the root', () => {
    const { weights } = train({ name: 'rmsprop', learningRate: 0.01, rho: 0.9, epsilon: 0.01 });
    const update = (g: number, m: number[]) => {
      m[0] = 0.9 * m[0]! + 0.1 * g * g;
      return (-0.01 * g) / Math.sqrt(m[0]! + 0.01);
    };
    expectClose(weights, byHand(update));
  });

  it('adam, epsilon beside the root', () => {
    const { weights, slots } = train({ name: 'adam', learningRate: 0.01, beta1: 0.8, beta2: 0.95, epsilon: 0.01 });
    const update = (g: number, m: number[], t: number) => {
      m[0] = 0.8 * m[0]! + 0.2 * g;
      m[1] = 0.95 * m[1]! + 0.05 * g * g;
      const rate = (0.01 * Math.sqrt(1 - 0.95 ** t)) / (1 - 0.8 ** t);
      return (-rate * m[0]!) / (Math.sqrt(m[1]!) + 0.01);
    };
    expectClose(weights, byHand(update));
    expect(slots).toEqual(['momentum/w', 'velocity/w']);
  });
});

describe('a variable', () => {
  it('keeps a value that was read when it is updated later, and is gone when disposed of', () => {
    const before = tf.memory().numTensors;
    const variable = new Variable('w', [2], Float32Array.of(1, 2));
    const read = variable.read();
    variable.write(Float32Array.of(3, 4));
    expect([...read.dataSync()]).toEqual([1, 2]);
    expect([...variable.values()]).toEqual([3, 4]);
    read.dispose();
    variable.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
