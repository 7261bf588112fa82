import type { LayerSpec, LayerType } from '../contract/schemas/model.ts';

/** Keras's own snake case of a layer's class: what its automatic names begin with. */
const BASE: Readonly<Record<LayerType, string>> = {
  Conv2D: 'conv2d',
  MaxPooling2D: 'max_pooling2d',
  GlobalAveragePooling2D: 'global_average_pooling2d',
  BatchNormalization: 'batch_normalization',
  Activation: 'activation',
  Dropout: 'dropout',
  Flatten: 'flatten',
  Dense: 'dense',
};

/**
 * The name of each layer, in order: its own, or Keras's automatic one (conv2d, conv2d_1, ...) where it has none.
 * Two layers may end with the same name only if a person gave it twice.
 */
export function layerNames(layers: readonly LayerSpec[]): string[] {
  const taken = new Set(layers.flatMap((layer) => (layer.name === undefined ? [] : [layer.name])));
  return layers.map((layer) => {
    if (layer.name !== undefined) return layer.name;
    const base = BASE[layer.type];
    let name = base;
    for (let n = 1; taken.has(name); n++) name = `${base}_${n}`;
    taken.add(name);
    return name;
  });
}
