import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import { buildModel } from '../../electron/trainer/model/build-model.ts';
import { differentiate } from '../../electron/trainer/step/training-step.ts';
import { LAYER_CASES, modelOf, randomTensor } from '../fixtures/layer-cases.ts';

beforeAll(() => void loadTensorflow());

const OBJECTIVE = { labelSmoothing: 0, gradientClip: { kind: 'none' }, classWeights: null } as const;
const IMAGES = 32;

it.each(LAYER_CASES)(
  '$name: all weights have the gradients that differences of the loss show',
  ({ layers, inputShape }) => {
    const model = buildModel(modelOf(layers, inputShape), 3);
    const labels = tf.tensor1d(
      Array.from({ length: IMAGES }, (_, i) => i % 10),
      'int32',
    );
    const batch = { images: randomTensor(IMAGES, ...inputShape), labels };
    const step = tf.scalar(5, 'int32');
    const loss = () => tf.tidy(() => differentiate(model, OBJECTIVE, batch, step).loss.dataSync()[0]!);
    const trainable = model.variables.filter((variable) => variable.trainable);
    const gradients = tf.tidy(() =>
      differentiate(model, OBJECTIVE, batch, step).gradients.map((g) => g.dataSync<'float32'>()),
    );
    expect(gradients.length).toBe(trainable.length);
    trainable.forEach((variable, v) => {
      const values = variable.values();
      const steepness = Math.hypot(...gradients[v]!);
      // A bias before a normalisation changes nothing, nor do the keys' biases before a softmax.
      if (steepness < 1e-5) return;
      // A step along the gradient of this weight, both ways: the loss changes by the gradient's length for each unit.
      const shifted = (way: number) => {
        variable.write(values.map((value, i) => value + (way * gradients[v]![i]!) / steepness));
        return loss();
      };
      const way = Math.min(0.01, 0.002 / Math.sqrt(steepness));
      const slope = (shifted(way) - shifted(-way)) / (2 * way);
      variable.write(values);
      expect(Math.abs(slope - steepness), `${variable.name}: ${slope} for ${steepness}`).toBeLessThan(
        0.03 * steepness + 2e-4,
      );
    });
    tf.dispose([batch.images, labels, step]);
    model.dispose();
  },
);
