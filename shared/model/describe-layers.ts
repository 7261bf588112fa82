import type { LayerSpec } from '../contract/schemas/model.ts';
import { modelInvalid, type Fail } from './faults.ts';
import { elements, type LayerInfo, type Shape } from './info.ts';
import type { Place } from './layers/place.ts';
import { measure } from './layers/registry.ts';
import { SHORTCUT } from './layers/residual.ts';
import { layerNames } from './names.ts';

/** How deep Residuals may lie in each other. */
export const DEEPEST_RESIDUAL = 4;
/** Numbers that a layer's weights, or what it keeps of one image, may be: 1 GiB of float32. */
const LARGEST = 2 ** 28;

/** Where a stack of layers stands in the model. */
interface Stack {
  /** The block's name, or empty for the model's own layers. */
  readonly prefix: string;
  /** The number, from 1, of the model's layer that the stack belongs to; null for the model's own layers. */
  readonly index: number | null;
  readonly depth: number;
  /** Inside a frozen block. */
  readonly frozen: boolean;
}

/** Describes layers that follow each other, from an input on. Throws `model-invalid` (see faults). */
export function describeLayers(
  layers: readonly LayerSpec[],
  input: Shape,
  stack: Stack = { prefix: '', index: null, depth: 0, frozen: false },
): LayerInfo[] {
  const names = layerNames(layers, stack.prefix);
  let shape = input;
  return layers.map((layer, i) => {
    const name = names[i]!;
    const index = stack.index ?? i + 1;
    const fail: Fail = (reason, facts) => {
      throw modelInvalid(name, index, reason, facts);
    };
    if (layer.name?.includes('/')) fail('name-with-slash');
    if (names.indexOf(name) !== i || (stack.depth > 0 && layer.name === SHORTCUT)) fail('duplicate-name');
    if (stack.depth > DEEPEST_RESIDUAL) fail('too-deep', { deepest: DEEPEST_RESIDUAL });
    const end = stack.depth === 0 && i === layers.length - 1;
    if (!end && 'activation' in layer && layer.activation === 'softmax') fail('softmax-inside');
    const inputShape = shape;
    const frozen = stack.frozen || layer.trainable === false;
    const info = describeLayer(layer, {
      name,
      shape: inputShape,
      fail,
      frozen,
      inside: (inner) => describeLayers(inner, inputShape, { prefix: name, index, depth: stack.depth + 1, frozen }),
    });
    shape = info.outputShape;
    return info;
  });
}

/** Describes one layer at its place, without the rules of the stack that it stands in. Refuses by `place.fail`. */
export function describeLayer(layer: LayerSpec, place: Place & { readonly frozen: boolean }): LayerInfo {
  const { name, shape, fail, frozen } = place;
  const measured = measure(layer, place);
  const { outputShape, macs, kept } = measured;
  const weights = frozen ? measured.weights.map((weight) => ({ ...weight, trainable: false })) : measured.weights;
  const count = (trainable: boolean) =>
    weights.reduce((total, weight) => total + (weight.trainable === trainable ? elements(weight.shape) : 0), 0);
  const [trainable, nonTrainable] = [count(true), count(false)];
  if (trainable + nonTrainable > LARGEST || kept > LARGEST) fail('too-large', { mebibytes: (LARGEST * 4) / 2 ** 20 });
  return {
    name,
    type: layer.type,
    inputShape: shape,
    outputShape,
    weights,
    trainable,
    nonTrainable,
    macs,
    activationBytes: 4 * kept,
    layers: measured.layers ?? [],
  };
}
