import type { LayerSpec } from '../contract/schemas/model.ts';
import { LAYERS } from './layers/registry.ts';

/** As Keras names the wrapper of a recurrent layer that reads both ways. */
const BIDIRECTIONAL = 'bidirectional';

/**
 * The name of each layer, in order: its own, or Keras's automatic one (conv2d, conv2d_1, ...) where it has none. Two
 * layers may end with the same name only if a person gave it twice. The layers of a Residual are named anew from the
 * first, with `prefix` before them: `residual/conv2d`.
 */
export function layerNames(layers: readonly LayerSpec[], prefix = ''): string[] {
  const taken = new Set(layers.flatMap((layer) => (layer.name === undefined ? [] : [layer.name])));
  const local = layers.map((layer) => {
    if (layer.name !== undefined) return layer.name;
    const base = 'bidirectional' in layer && layer.bidirectional ? BIDIRECTIONAL : LAYERS[layer.type].base;
    let name = base;
    for (let n = 1; taken.has(name); n++) name = `${base}_${n}`;
    taken.add(name);
    return name;
  });
  return prefix === '' ? local : local.map((name) => `${prefix}/${name}`);
}
