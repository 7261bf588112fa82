import type { LayerSpec } from '../../contract/schemas/model.ts';
import { innerLayers, layerAt, outermost, stackAt, type LayerPath } from './layer-path.ts';
import { after, exchangeLayers, layersAt, MOST_LAYERS, moveLayers, type Edited } from './operations.ts';

type Layers = readonly LayerSpec[];

/** `in`: to the end of the block before; `out`: behind the block around. */
export type Step = 'up' | 'down' | 'in' | 'out';

/**
 * Moves layers by one place, as keys do. At the edge of a block they leave it. Null where there is no such place.
 */
export function stepLayers(layers: Layers, paths: readonly LayerPath[], step: Step): Edited | null {
  const moved = outermost(paths);
  const [first, last] = [moved[0], moved.at(-1)];
  if (first === undefined || last === undefined) return null;
  switch (step) {
    case 'up':
      if (first.at(-1)! > 0) return moveLayers(layers, moved, before(first));
      return first.length > 1 ? moveLayers(layers, moved, first.slice(0, -1)) : null;
    case 'down':
      if (last.at(-1)! < stackAt(layers, last).length - 1) return moveLayers(layers, moved, after(after(last)));
      return last.length > 1 ? moveLayers(layers, moved, after(last.slice(0, -1))) : null;
    case 'in': {
      const block = first.at(-1)! > 0 ? before(first) : null;
      const inside = block && layerAt(layers, block);
      if (!block || inside?.type !== 'Residual') return null;
      return moveLayers(layers, moved, [...block, innerLayers(inside).length]);
    }
    case 'out':
      return last.length > 1 ? moveLayers(layers, moved, after(last.slice(0, -1))) : null;
  }
}

/** Puts layers of one stack into a Residual of their own, in the first one's place. Null for none, or ones of several stacks. */
export function wrapLayers(layers: Layers, paths: readonly LayerPath[]): Edited | null {
  const chosen = outermost(paths);
  const [first] = chosen;
  if (first === undefined || chosen.some((path) => String(path.slice(0, -1)) !== String(first.slice(0, -1))))
    return null;
  const block: LayerSpec = {
    type: 'Residual',
    layers: layersAt(layers, chosen),
    shortcut: 'identity',
    activation: 'linear',
  };
  return block.layers.length > MOST_LAYERS.block ? null : exchangeLayers(layers, chosen, first, [block]);
}

/** Puts a block's layers in its place. Null for what is no block. */
export function unwrapLayer(layers: Layers, path: LayerPath): Edited | null {
  const block = layerAt(layers, path);
  return block?.type === 'Residual' ? exchangeLayers(layers, [path], path, block.layers) : null;
}

const before = (path: LayerPath): LayerPath => [...path.slice(0, -1), path.at(-1)! - 1];
