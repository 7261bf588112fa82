import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { AppError } from '../../../shared/contract/errors.ts';
import { MOST_NUMBERS, type InnerName, type LayerNumbers } from '../../../shared/contract/schemas/layer-numbers.ts';
import { bytesOfFloats } from '../../../shared/data/number-bytes.ts';
import { layerAt as specAt } from '../../../shared/model/edit/layer-path.ts';
import { elements } from '../../../shared/model/info.ts';
import type { Model, ModelLayer } from '../model/build-model.ts';
import type { Observe } from '../model/layer.ts';
import type { LoadedModel } from './model-cache.ts';

export interface LayerQuestion {
  readonly path: readonly number[];
  readonly image: Uint8Array;
  /** Whether what is formed inside the layer is wanted, too. */
  readonly inner?: boolean;
}

interface Seen {
  readonly name: InnerName;
  readonly backwards: boolean;
  /** [1, ...]. */
  readonly value: Tensor;
}

/** What one layer of a model takes and gives for an image, and its weights. Throws as `models.layer` says. */
export async function layerNumbers(
  { model, card }: Pick<LoadedModel, 'model' | 'card'>,
  { path, image, inner = false }: LayerQuestion,
): Promise<LayerNumbers> {
  const { inputShape } = model.spec;
  const [height, width] = inputShape;
  if (card.task.reads === 'line') throw new AppError('model-reads-lines', { name: card.name });
  if (image.length !== elements(inputShape)) throw new AppError('image-size', { height, width, bytes: image.length });
  const layer = layerAt(model.layers, path);
  if (layer === null) throw new AppError('layer-absent', { path: path.join('.') });
  const seen: Seen[] = [];
  const observe: Observe = (name, value, backwards = false) => seen.push({ name, backwards, value: tf.keep(value) });
  const kept: Tensor[] = [];
  try {
    const [input, output, stopped] = tf.tidy(() => {
      const pixels = Float32Array.from(image, (level) => level / 255);
      const given = givenTo(model.layers, path, tf.tensor(pixels, [1, ...inputShape]));
      const made = forward(layer, given, inner ? observe : undefined);
      const answers = stoppedAt(model, path, seen);
      return answers ? [given, made, answers] : [given, made];
    }) as [Tensor, Tensor, Tensor?];
    kept.push(input, output, ...(stopped ? [stopped] : []));
    const tensors = [...kept, ...seen.map(({ value }) => value)];
    refuseLarge(
      layer,
      tensors.map(({ shape }) => shape.slice(1)),
    );
    const weights = await Promise.all(
      layer.variables.map(async (variable) => ({
        path: variable.name,
        shape: [...variable.shape],
        values: bytesOfFloats(await variable.data()),
      })),
    );
    const numbers = { input: await told(input), output: await told(output), weights };
    if (!inner) return numbers;
    const inside = await Promise.all(seen.map(async ({ value, ...what }) => ({ ...what, ...(await told(value)) })));
    return { ...numbers, inner: inside, ...(stopped && { stopped: await told(stopped) }) };
  } finally {
    // Outside training a Dropout hands on what it got; a tensor may be disposed of twice.
    for (const tensor of [...kept, ...seen.map(({ value }) => value)]) tensor.dispose();
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

const forward = (layer: ModelLayer, x: Tensor, observe?: Observe): Tensor =>
  layer.forward(x, (variable) => variable.read(), observe);

/** What the layers after a recurrent one make of each of its states, [1, steps, classes]; null where they get more than its last state. */
function stoppedAt(model: Model, path: readonly number[], seen: readonly Seen[]): Tensor | null {
  const layer = specAt(model.spec.layers, path);
  const states = seen.find(({ name }) => name === 'hidden')?.value;
  if (path.length > 1 || !states || !('returnSequences' in layer!)) return null;
  if (layer.returnSequences || layer.bidirectional) return null;
  const [steps, units] = states.shape.slice(1) as [number, number];
  const rows = tf.reshape(states, [steps, units]);
  return tf.expandDims(
    model.forwardFrom(path[0]! + 1, rows, (variable) => variable.read(), null),
    0,
  );
}

async function told(tensor: Tensor): Promise<LayerNumbers['input']> {
  const values = await tensor.data<'float32'>();
  if (!values.every(Number.isFinite)) throw new AppError('model-not-finite');
  // A copy: what a tensor's memory holds is gone with it.
  return { shape: tensor.shape.slice(1), values: bytesOfFloats(Float32Array.from(values)) };
}
