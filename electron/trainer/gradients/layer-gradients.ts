import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { AppError } from '../../../shared/contract/errors.ts';
import type { LayerGradients } from '../../../shared/contract/schemas/layer-gradients.ts';
import { bytesOfFloats } from '../../../shared/data/number-bytes.ts';
import { describeModel, type LayerInfo } from '../../../shared/model/shapes.ts';
import { refuseLarge } from '../evaluate/layer-numbers.ts';
import type { ModelLayer, Read } from '../model/build-model.ts';
import { batchOf, meanLoss, type LossSubject } from './loss-subject.ts';

/** A layer and where it stands in its model. */
interface PlacedLayer {
  readonly path: number[];
  readonly layer: ModelLayer;
  readonly info: LayerInfo;
}

/** Every layer, those inside a block after it. */
const placed = (
  layers: readonly ModelLayer[],
  infos: readonly LayerInfo[],
  within: readonly number[] = [],
): PlacedLayer[] =>
  layers.flatMap((layer, i) => {
    const [path, info] = [[...within, i], infos[i]!];
    return [{ path, layer, info }, ...placed(layer.inner, info.layers, path)];
  });

/** Of the layer at a path. Throws `layer-absent`, `layer-too-large`. */
function findLayer(all: readonly PlacedLayer[], path: readonly number[]): PlacedLayer {
  const found = all.find((one) => one.path.join() === path.join());
  if (found === undefined) throw new AppError('layer-absent', { path: path.join('.') });
  refuseLarge(found.layer, [found.info.inputShape, found.info.outputShape]);
  return found;
}

/** What is done to a value on its way through the model: when it comes into a layer, and when it comes out. */
interface Way {
  readonly into?: (layer: ModelLayer, x: Tensor) => Tensor;
  readonly outOf: (layer: ModelLayer, y: Tensor) => Tensor;
}

/** The model layer by layer, into its blocks too. */
function walk(layers: readonly ModelLayer[], x: Tensor, read: Read, way: Way): Tensor {
  return layers.reduce((value, layer) => {
    const given = way.into?.(layer, value) ?? value;
    const made = layer.join ? layer.join(given, walk(layer.inner, given, read, way), read) : layer.forward(given, read);
    return way.outOf(layer, made);
  }, x);
}

/** The loss of the subject's image, and its gradients by the output of every layer and by all of one's. Throws as `models.gradients` says. */
export async function layerGradients(
  { model, image, label }: LossSubject,
  path: readonly number[],
): Promise<LayerGradients> {
  const all = placed(model.layers, describeModel(model.spec).layers);
  const { layer, info } = findLayer(all, path);
  const trainable = layer.variables.filter((variable) => variable.trainable);
  const computed = tf.tidy(() => {
    const batch = batchOf(model, image, [label]);
    const values = new Map(model.variables.map((variable) => [variable, variable.read()]));
    const read: Read = (variable) => values.get(variable)!;
    const [inputs, outputs] = [new Map<ModelLayer, Tensor>(), new Map<ModelLayer, Tensor>()];
    const noting = (map: Map<ModelLayer, Tensor>) => (at: ModelLayer, value: Tensor) => {
      map.set(at, value);
      return value;
    };
    walk(model.layers, batch.x, read, { into: noting(inputs), outOf: noting(outputs) });
    // A zero is added to every output: the gradient by that zero is the gradient by the output.
    const zeros = new Map(all.map((one) => [one.layer, tf.zeros([1, ...one.info.outputShape])]));
    const before = tf.zeros([1, ...info.inputShape]);
    const loss = (): tf.Scalar =>
      meanLoss(
        walk(model.layers, batch.x, read, {
          into: (at, x) => (at === layer ? tf.add(x, before) : x),
          outOf: (at, y) => tf.add(y, zeros.get(at)!),
        }),
        batch,
      );
    const { value, grads } = tf.valueAndGrads(loss)([before, ...zeros.values(), ...trainable.map(read)]);
    return [value, inputs.get(layer)!, ...all.map((one) => outputs.get(one.layer)!), ...grads];
  });
  try {
    const numbers = await Promise.all(computed.map(finite));
    const [loss, input] = [numbers[0]![0]!, numbers[1]!];
    const outputs = numbers.slice(2, 2 + all.length);
    const [toInput, ...rest] = numbers.slice(2 + all.length);
    const slopes = rest.slice(0, all.length);
    const toWeights = new Map(trainable.map((variable, i) => [variable, rest[all.length + i]!]));
    const at = all.findIndex((one) => one.layer === layer);
    return {
      loss,
      chain: all.map((one, i) => ({
        ...{ path: one.path, name: one.layer.name },
        ...{ output: rootMeanSquare(outputs[i]!), gradient: rootMeanSquare(slopes[i]!) },
      })),
      input: sloped(info.inputShape, input, toInput!),
      output: sloped(info.outputShape, outputs[at]!, slopes[at]!),
      weights: await Promise.all(
        layer.variables.map(async (variable) => {
          const gradient = toWeights.get(variable);
          return {
            ...{ path: variable.name, shape: [...variable.shape], values: bytesOfFloats(await variable.data()) },
            gradient: gradient ? bytesOfFloats(gradient) : null,
          };
        }),
      ),
    };
  } finally {
    tf.dispose(computed);
  }
}

const sloped = (shape: readonly number[], values: Float32Array, gradient: Float32Array) => ({
  shape: [...shape],
  values: bytesOfFloats(values),
  gradient: bytesOfFloats(gradient),
});

/** A copy: what a tensor's memory holds is gone with it. */
async function finite(tensor: Tensor): Promise<Float32Array> {
  const values = Float32Array.from(await tensor.data<'float32'>());
  if (!values.every(Number.isFinite)) throw new AppError('model-not-finite');
  return values;
}

const rootMeanSquare = (values: Float32Array): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
