import type { KerasLayer } from './keras-layer.ts';

/** A weight as it lies in a file. */
export interface StoredTensor {
  readonly path: string;
  readonly shape: readonly number[];
  /** Its values, row by row. Throws `model-file-damaged` {file}. */
  read(): Float32Array;
}

/** A weight of a Keras layer. */
export interface Variable {
  /** Keras's names for it, today's first. */
  readonly names: readonly string[];
  /** Its place among the layer's weights, from 0. */
  readonly index: number;
  /** Where in the layer it lies in Keras 3's own files: `cell/`, `forward_layer/cell/`, or empty. */
  readonly inside: string;
  /** Of a Bidirectional: which of its two layers. */
  readonly way?: 'forward' | 'backward';
}

export interface WeightStore {
  /** Null: there is none. Each weight is found once, so that layers of one name in nested models take theirs in turn. */
  find(layer: KerasLayer, variable: Variable): StoredTensor | null;
}

/** Weights by names that hold their layer's: `sequential/dense/kernel`, `lstm/lstm_cell/bias:0`. */
export function namedWeights(tensors: readonly StoredTensor[]): WeightStore {
  const left = tensors.map((tensor) => ({ tensor, parts: tensor.path.replace(/:\d+$/, '').split('/') }));
  return {
    find(layer, { names, way }) {
      const ofLayer = (parts: readonly string[]): boolean =>
        parts.slice(0, -1).includes(layer.name) && (way === undefined || parts.some((part) => part.startsWith(way)));
      const at = left.findIndex(({ parts }) => ofLayer(parts) && names.includes(parts.at(-1)!));
      return at < 0 ? null : left.splice(at, 1)[0]!.tensor;
    },
  };
}

/** Weights by their place in the model, as in Keras 3's model.weights.h5: `layers/dense/vars/0`. */
export function placedWeights(tensors: readonly StoredTensor[]): WeightStore {
  // So Keras 2.12 called it.
  const byPath = new Map(
    tensors.map((tensor) => [tensor.path.replaceAll('_layer_checkpoint_dependencies', 'layers'), tensor]),
  );
  return { find: ({ place }, { inside, index }) => byPath.get(`${place}/${inside}vars/${index}`) ?? null };
}
