import type { LayerInput } from '../../contract/schemas/model.ts';
import { elements, shapeText, type Shape } from '../info.ts';
import { ANY, type LayerDefinition } from './definition.ts';
import { keptBy, weight, type Measured, type Place } from './place.ts';

/** What the weights of a Residual's own shortcut are named by: no layer inside it may be called so. */
export const SHORTCUT = 'shortcut';

/** The stack's output plus the shortcut's, of the same shape. */
export const residual: LayerDefinition<'Residual'> = {
  base: 'residual',
  takes: ANY,
  fresh: (input) => ({ layers: [unchanged(input)] }),
  measure(layer, place) {
    const layers = place.inside(layer.layers);
    const outputShape = layers.at(-1)!.outputShape;
    const shortcut = layer.shortcut === 'conv' ? convolved(outputShape, place) : identity(outputShape, place);
    const sum = (key: 'macs' | 'activationBytes') => layers.reduce((total, inner) => total + inner[key], 0);
    return {
      outputShape,
      weights: [...layers.flatMap((inner) => inner.weights), ...shortcut.weights],
      macs: sum('macs') + shortcut.macs,
      kept: sum('activationBytes') / 4 + shortcut.kept + keptBy(layer.activation, elements(outputShape)),
      layers,
    };
  },
};

/** A layer that keeps the shape of what comes in. */
const unchanged = (input: Shape): LayerInput =>
  input.length === 3
    ? { type: 'Conv2D', filters: input[2]!, kernelSize: [3, 3], padding: 'same', activation: 'relu' }
    : { type: 'Dense', units: input.at(-1)!, activation: 'relu' };

function identity(outputShape: Shape, { shape, fail }: Place): Measured {
  const [input, output] = [shapeText(shape), shapeText(outputShape)];
  if (input !== output) fail('shortcut-shape', { shape: input, output });
  return { outputShape, weights: [], macs: 0, kept: 0 };
}

function convolved(outputShape: Shape, place: Place): Measured {
  const { shape, fail } = place;
  const facts = { shape: shapeText(shape), output: shapeText(outputShape) };
  if (shape.length !== 3 || outputShape.length !== 3) fail('shortcut-needs-image', facts);
  if (!shortcutStrides(shape, outputShape)) fail('shortcut-unreachable', facts);
  const [channels, filters] = [shape[2]!, outputShape[2]!];
  return {
    outputShape,
    weights: [weight(place, `${SHORTCUT}/kernel`, [1, 1, channels, filters])],
    macs: elements(outputShape) * channels,
    kept: elements(outputShape),
  };
}

/**
 * The smallest strides by which a 1x1 convolution brings an image to another's height and width:
 * ceil(height / stride) is the other's height. Null where none does.
 */
export function shortcutStrides(input: Shape, output: Shape): [number, number] | null {
  const along = (axis: 0 | 1): number | null => {
    const [from, to] = [input[axis]!, output[axis]!];
    const stride = Math.ceil(from / to);
    return Math.ceil(from / stride) === to ? stride : null;
  };
  const [vertical, horizontal] = [along(0), along(1)];
  return vertical === null || horizontal === null ? null : [vertical, horizontal];
}
