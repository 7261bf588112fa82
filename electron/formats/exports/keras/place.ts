import type { LayerOf, LayerType } from '../../../../shared/contract/schemas/layer.ts';
import type { LayerInfo, Shape } from '../../../../shared/model/info.ts';
import type { KerasGraph, KerasTensor, NewLayer } from './graph.ts';

/** What holds for all layers of a stack. */
export interface KerasPlace {
  readonly graph: KerasGraph;
  /** The values of a weight, by its whole path. */
  readonly values: (path: string) => Float32Array;
  /** The layer, or a block around it, is frozen. */
  readonly frozen: boolean;
}

/** A layer of ours where it stands, and what comes in. */
export interface Standing extends KerasPlace {
  readonly info: LayerInfo;
  readonly x: KerasTensor;
}

/** Adds Keras's layers for one of ours; what they give. */
export type WriteLayer<T extends LayerType> = (layer: LayerOf<T>, own: Standing) => KerasTensor;

/** What is not the layer's own: by itself a part has the layer's name, input and output. */
export interface Part {
  readonly name?: string;
  readonly inputs?: NewLayer['inputs'];
  readonly outputShape?: Shape;
  /** The weights' names within the layer of ours, in Keras's order; `shape` is Keras's where it has more axes. */
  readonly weights?: readonly (string | { readonly of: string; readonly inside?: string; readonly shape?: Shape })[];
}

/** One Keras layer. */
export function add(own: Standing, type: string, config: NewLayer['config'], part: Part = {}): KerasTensor {
  const { graph, info, x, frozen, values } = own;
  const { name = info.name, inputs = [x], outputShape = info.outputShape, weights = [] } = part;
  return graph.add({
    type,
    name,
    config,
    trainable: !frozen,
    inputs,
    outputShape,
    weights: weights.map((each) => {
      const { of, inside = '', shape } = typeof each === 'string' ? { of: each } : each;
      const path = `${info.name}/${of}`;
      const found = info.weights.find((weight) => weight.path === path)!;
      return { inside, shape: shape ?? found.shape, values: values(path) };
    }),
  });
}
