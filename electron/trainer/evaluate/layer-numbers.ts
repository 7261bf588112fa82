import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { AppError } from '../../../shared/contract/errors.ts';
import { MOST_NUMBERS, type LayerNumbers } from '../../../shared/contract/schemas/layer-numbers.ts';
import { bytesOfFloats } from '../../../shared/data/number-bytes.ts';
import { elements } from '../../../shared/model/info.ts';
import type { ModelLayer } from '../model/build-model.ts';
import type { LoadedModel } from './model-cache.ts';

/** What one layer of a model takes and gives for an image, and its weights. Throws as `models.layer` says. */
export async function layerNumbers(
  { model, card }: Pick<LoadedModel, 'model' | 'card'>,
  path: readonly number[],
  image: Uint8Array,
): Promise<LayerNumbers> {
  const { inputShape } = model.spec;
  const [height, width] = inputShape;
  if (card.task.reads === 'line') throw new AppError('model-reads-lines', { name: card.name });
  if (image.length !== elements(inputShape)) throw new AppError('image-size', { height, width, bytes: image.length });
  const layer = layerAt(model.layers, path);
  if (layer === null) throw new AppError('layer-absent', { path: path.join('.') });
  const [input, output] = tf.tidy(() => {
    const pixels = Float32Array.from(image, (level) => level / 255);
    const given = givenTo(model.layers, path, tf.tensor(pixels, [1, ...inputShape]));
    return [given, forward(layer, given)];
  });
  try {
    refuseLarge(layer, [input.shape.slice(1), output.shape.slice(1)]);
    const weights = await Promise.all(
      layer.variables.map(async (variable) => ({
        path: variable.name,
        shape: [...variable.shape],
        values: bytesOfFloats(await variable.data()),
      })),
    );
    return { input: await told(input), output: await told(output), weights };
  } finally {
    // Outside training a Dropout hands on what it got; a tensor may be disposed of twice.
    input.dispose();
    output.dispose();
  }
}

/** Throws `layer-too-large` {name, most} where one of its weights, or of these shapes, has more numbers than are told. */
export function refuseLarge(layer: ModelLayer, shapes: readonly (readonly number[])[] = []): void {
  const bounded = [...shapes, ...layer.variables.map(({ shape }) => shape)];
  if (bounded.some((shape) => elements(shape) > MOST_NUMBERS))
    throw new AppError('layer-too-large', { name: layer.name, most: MOST_NUMBERS });
}

/** The layer at a path; null where there is none. */
export function layerAt(layers: readonly ModelLayer[], [place, ...rest]: readonly number[]): ModelLayer | null {
  const layer = layers[place!];
  if (layer === undefined) return null;
  return rest.length === 0 ? layer : layerAt(layer.inner, rest);
}

/** What comes into the layer at a path, through those before it; `x` comes into the first. */
function givenTo(layers: readonly ModelLayer[], [place, ...rest]: readonly number[], x: Tensor): Tensor {
  const given = layers.slice(0, place).reduce((value, layer) => forward(layer, value), x);
  return rest.length === 0 ? given : givenTo(layers[place!]!.inner, rest, given);
}

const forward = (layer: ModelLayer, x: Tensor): Tensor => layer.forward(x, (variable) => variable.read());

async function told(tensor: Tensor): Promise<LayerNumbers['input']> {
  const values = await tensor.data<'float32'>();
  if (!values.every(Number.isFinite)) throw new AppError('model-not-finite');
  // A copy: what a tensor's memory holds is gone with it.
  return { shape: tensor.shape.slice(1), values: bytesOfFloats(Float32Array.from(values)) };
}
