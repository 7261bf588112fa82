import type { Activation, LayerSpec } from '../../contract/schemas/model.ts';
import type { Fail } from '../faults.ts';
import { elements, shapeText, type LayerInfo, type Shape, type WeightInfo } from '../info.ts';

/** Where a layer stands: its full name, what comes in, and how to refuse it. */
export interface Place {
  readonly name: string;
  readonly shape: Shape;
  readonly fail: Fail;
  /** Describes a stack of layers inside this one, from this one's input on. */
  readonly inside: (layers: readonly LayerSpec[]) => readonly LayerInfo[];
}

/** The results of one layer's arithmetic. */
export interface Measured {
  readonly outputShape: Shape;
  readonly weights: readonly WeightInfo[];
  readonly macs: number;
  /** Numbers of one image that are kept for the gradients. */
  readonly kept: number;
  readonly layers?: readonly LayerInfo[];
}

/** A layer without weights and products that keeps its output. */
export const plain = (outputShape: Shape, kept = elements(outputShape)): Measured => ({
  outputShape,
  weights: [],
  macs: 0,
  kept,
});

export const weight = ({ name }: Place, path: string, shape: Shape, trainable = true): WeightInfo => ({
  path: `${name}/${path}`,
  shape,
  trainable,
});

export const biasOf = (place: Place, useBias: boolean, units: number): WeightInfo[] =>
  useBias ? [weight(place, 'bias', [units])] : [];

/** Activations whose gradient needs the input as well as the output, so that both are kept. */
const KEEPS_INPUT: ReadonlySet<Activation> = new Set(['gelu', 'swish']);

/** How many numbers of an output are kept when `activation` follows it. */
export const keptBy = (activation: Activation, outputs: number): number =>
  KEEPS_INPUT.has(activation) ? 2 * outputs : outputs;

/** The input as an image [height, width, channels]; `needs-image` otherwise. */
export function image({ shape, fail }: Place): readonly [number, number, number] {
  const [height, width, channels] = shape;
  if (shape.length !== 3 || height === undefined || width === undefined || channels === undefined)
    return fail('needs-image', { shape: shapeText(shape) });
  return [height, width, channels];
}

/** The input as a sequence [steps, features]; `needs-sequence` {target: a Reshape that would do} otherwise. */
export function sequence({ shape, fail }: Place): readonly [number, number] {
  const [steps, features] = shape;
  if (shape.length !== 2 || steps === undefined || features === undefined) {
    const target = [shape[0]!, elements(shape.slice(1))];
    return fail('needs-sequence', { shape: shapeText(shape), target: shapeText(target) });
  }
  return [steps, features];
}
