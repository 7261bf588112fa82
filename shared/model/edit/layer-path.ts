import type { LayerSpec } from '../../contract/schemas/model.ts';

/**
 * Where a layer stands: its place among the model's own layers, then its place inside the block there, and so on. Also where
 * something may be put: before the layer that stands there, or at the end of a stack.
 */
export type LayerPath = readonly number[];

/** In the order in which a person reads them: a block before its layers. */
export function comparePaths(a: LayerPath, b: LayerPath): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}

export const samePath = (a: LayerPath, b: LayerPath): boolean => comparePaths(a, b) === 0;

/** Whether `path` is `block` itself or lies inside it. */
export const isInside = (path: LayerPath, block: LayerPath): boolean =>
  path.length >= block.length && block.every((place, i) => path[i] === place);

/** The layers inside a block; empty for all others. */
export const innerLayers = (layer: LayerSpec): readonly LayerSpec[] => (layer.type === 'Residual' ? layer.layers : []);

/** The layer at a path; null where there is none. */
export function layerAt(layers: readonly LayerSpec[], path: LayerPath): LayerSpec | null {
  const [place, ...rest] = path;
  const layer = place === undefined ? undefined : layers[place];
  if (layer === undefined) return null;
  return rest.length === 0 ? layer : layerAt(innerLayers(layer), rest);
}

/** The stack that a path points into; empty where there is none. */
export function stackAt(layers: readonly LayerSpec[], path: LayerPath): readonly LayerSpec[] {
  if (path.length <= 1) return layers;
  const block = layerAt(layers, path.slice(0, -1));
  return block === null ? [] : innerLayers(block);
}

/** Every layer's path, as they are read. `opened` says which blocks are gone into; all without it. */
export function allPaths(
  layers: readonly LayerSpec[],
  opened: (path: LayerPath) => boolean = () => true,
  before: LayerPath = [],
): LayerPath[] {
  return layers.flatMap((layer, i) => {
    const path = [...before, i];
    return [path, ...(opened(path) ? allPaths(innerLayers(layer), opened, path) : [])];
  });
}

/** Of several paths those that lie in none of the others, in order, each once. */
export function outermost(paths: readonly LayerPath[]): LayerPath[] {
  const sorted = [...paths].sort(comparePaths);
  return sorted.filter((path, i) => !sorted.slice(0, i).some((earlier) => isInside(path, earlier)));
}
