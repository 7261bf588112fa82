import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import { buildModel } from '../../electron/trainer/model/build-model.ts';
import { conv2d } from '../../electron/trainer/ops/convolution.ts';
import { AppError } from '../../shared/contract/errors.ts';
import type { LayerInput, LayerSpec, ModelSpec } from '../../shared/contract/schemas/model.ts';
import type { InputKind } from '../../shared/model/layers/definition.ts';
import { freshLayer, LAYERS, LAYER_TYPES } from '../../shared/model/layers/registry.ts';
import { PRESETS } from '../../shared/model/presets/index.ts';
import { describeClassifier, describeModel, type Shape } from '../../shared/model/shapes.ts';
import { invalidModelSpecs } from '../fixtures/invalid-model-specs.ts';
import { modelOf } from '../fixtures/models.ts';
import { modelSpecs } from '../fixtures/model-specs.ts';

beforeAll(() => loadTensorflow());

const IMAGE: [number, number, number] = [12, 10, 3];
/** What brings such an image to each kind of input, and its shape. */
const INPUTS: Readonly<Record<InputKind, readonly [readonly LayerInput[], Shape]>> = {
  image: [[], IMAGE],
  sequence: [[{ type: 'Reshape', targetShape: [12, 30] }], [12, 30]],
  vector: [[{ type: 'Flatten' }], [360]],
};

/** Builds the model with TensorFlow, puts two images through it layer by layer, and holds all against the arithmetic. */
function compare(spec: ModelSpec): void {
  const info = describeClassifier(spec);
  const tensors = tf.memory().numTensors;
  const model = buildModel(spec, 1);
  try {
    const built = model.variables.map(({ name, shape, trainable }) => ({ path: name, shape, trainable }));
    expect(built).toEqual(info.layers.flatMap(({ weights }) => weights));
    const count = (trainable: boolean) =>
      model.variables
        .filter((variable) => variable.trainable === trainable)
        .reduce((sum, variable) => sum + variable.values().length, 0);
    expect([info.trainable, info.nonTrainable]).toEqual([count(true), count(false)]);
    expect(model.layers.map(({ name }) => name)).toEqual(info.layers.map(({ name }) => name));
    tf.tidy(() => {
      let x: tf.Tensor = tf.randomUniform([2, ...spec.inputShape], 0, 1, 'float32', 1);
      model.layers.forEach((layer, i) => {
        x = layer.forward(x, (variable) => variable.read());
        expect([layer.name, x.shape]).toEqual([layer.name, [2, ...info.layers[i]!.outputShape]]);
      });
      expect(x.dataSync().every(Number.isFinite)).toBe(true);
    });
  } finally {
    model.dispose();
  }
  expect(tf.memory().numTensors).toBe(tensors);
}

describe('the arithmetic of shapes and weights says what TensorFlow builds', () => {
  it.each(PRESETS.map(({ id, model }) => [id, model] as const))('for the preset %s', (_, model) => compare(model));

  it.each(LAYER_TYPES.flatMap((type) => LAYERS[type].takes.map((kind) => [type, kind] as const)))(
    'for a new %s behind a %s',
    (type, kind) => {
      const [inFront, shape] = INPUTS[kind];
      const layers = [...inFront, freshLayer(type, shape)];
      const { outputShape } = describeModel(modelOf(layers, IMAGE)).layers.at(-1)!;
      const flat = outputShape.length > 1 ? [{ type: 'Flatten' as const }] : [];
      compare(modelOf([...layers, ...flat, { type: 'Dense', units: 10, activation: 'softmax' }], IMAGE));
    },
  );

  it('for 300 random models of every layer', () => {
    const seen = new Set<string>();
    const look = (layers: readonly LayerSpec[]): void =>
      layers.forEach((layer) => {
        seen.add(layer.type);
        if (layer.type === 'Residual') look(layer.layers);
      });
    fc.assert(
      fc.property(modelSpecs, (spec) => {
        look(spec.layers);
        compare(spec);
      }),
      { numRuns: 300, seed: 7 },
    );
    expect([...seen].sort()).toEqual([...LAYER_TYPES].sort());
  });
});

describe('a single channel under unequal strides', () => {
  it('is convolved to the last row, where oneDNN’s own kernel would leave rows unwritten', () => {
    const value = tf.tidy(() => {
      const options = { strides: [1, 2], padding: 'valid', dilationRate: [1, 1], first: true } as const;
      return conv2d(tf.ones([2, 6, 6, 1]), tf.ones([1, 5, 1, 1]), options).dataSync();
    });
    expect([...value]).toEqual(Array<number>(12).fill(5));
  });
});

describe('a model that cannot be built', () => {
  it('is refused before TensorFlow has anything to do with it', () => {
    fc.assert(
      fc.property(invalidModelSpecs, ({ fault, spec }) => {
        const tensors = tf.memory().numTensors;
        try {
          buildModel(spec, 1);
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
          expect(error).toMatchObject({ code: 'model-invalid', params: { reason: fault } });
          expect(tf.memory().numTensors).toBe(tensors);
          return;
        }
        expect.fail(`${fault} was built`);
      }),
      { numRuns: 200, seed: 7 },
    );
  });
});
