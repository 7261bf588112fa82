import type { LayerSpec } from '../../contract/schemas/model.ts';
import { innerLayers, isInside, layerAt, outermost, samePath, stackAt, type LayerPath } from './layer-path.ts';

type Layers = readonly LayerSpec[];

/** Layers after an operation, and which of them it was about: what is selected then. */
export interface Edited {
  readonly layers: LayerSpec[];
  readonly selection: LayerPath[];
}

/** Layers that a stack may have: the model's own, and a block's (contract/schemas/model.ts, layer.ts). */
export const MOST_LAYERS = { model: 200, block: 50 } as const;

/** What is to be done in one go to a tree of layers. */
interface Change {
  /** Layers that go. */
  readonly removed?: readonly LayerPath[];
  /** Where `inserted` comes in. */
  readonly at?: LayerPath;
  readonly inserted?: Layers;
}

/**
 * Puts layers before the one at `at`, or at the end of its stack. A name that its stack has already is left out. Null where the
 * stack would have too many.
 */
export function insertLayers(layers: Layers, at: LayerPath, added: Layers): Edited | null {
  return rebuilt(layers, { at, inserted: namedAnew(added, stackAt(layers, at)) });
}

/** Takes layers away; a block whose last layer goes, goes too. What is selected then is what follows them. */
export function removeLayers(layers: Layers, paths: readonly LayerPath[]): Edited {
  const removed = outermost(paths);
  const { layers: left } = rebuilt(layers, { removed })!;
  const first = removed[0];
  return { layers: left, selection: first === undefined ? [] : nearest(left, first) };
}

/**
 * Moves layers, all together and in their order, before the one at `to`, or to the end of its stack. Null where that is inside one
 * of them, or the stack would have too many.
 */
export function moveLayers(layers: Layers, paths: readonly LayerPath[], to: LayerPath): Edited | null {
  const moved = outermost(paths);
  if (moved.some((path) => isInside(to, path) && !samePath(to, path))) return null;
  return rebuilt(layers, { removed: moved, at: to, inserted: layersAt(layers, moved) });
}

/** Copies of layers, each block of neighbours right behind itself; all of them behind the last one. Null where there would be too many. */
export function duplicateLayers(layers: Layers, paths: readonly LayerPath[]): Edited | null {
  const copied = outermost(paths);
  const last = copied.at(-1);
  return last === undefined ? null : insertLayers(layers, after(last), layersAt(layers, copied).map(copyOf));
}

/** Changes layers one by one; those that `change` gives back as they are stay. */
export function changeLayers(
  layers: Layers,
  paths: readonly LayerPath[],
  change: (layer: LayerSpec) => LayerSpec,
): LayerSpec[] {
  const walk = (stack: Layers, before: LayerPath): LayerSpec[] =>
    stack.map((layer, i) => {
      const path = [...before, i];
      const own = paths.some((one) => samePath(one, path)) ? change(layer) : layer;
      if (own.type !== 'Residual' || !paths.some((one) => isInside(one, path) && one.length > path.length)) return own;
      return { ...own, layers: walk(own.layers, path) };
    });
  return walk(layers, []);
}

/** Takes layers away and puts others before what stood at `at`. Null where a stack would have too many. */
export const exchangeLayers = (
  layers: Layers,
  removed: readonly LayerPath[],
  at: LayerPath,
  inserted: Layers,
): Edited | null => rebuilt(layers, { removed, at, inserted });

/** The layers at some paths, in the order of the paths. */
export const layersAt = (layers: Layers, paths: readonly LayerPath[]): LayerSpec[] =>
  paths.map((path) => layerAt(layers, path)).filter((layer) => layer !== null);

/** The place right behind a layer. */
export const after = (path: LayerPath): LayerPath => [...path.slice(0, -1), path.at(-1)! + 1];

/** A copy that shares nothing with the layer. */
export const copyOf = (layer: LayerSpec): LayerSpec => JSON.parse(JSON.stringify(layer)) as LayerSpec;

/** Without the names that are taken already. */
function namedAnew(added: Layers, stack: Layers): LayerSpec[] {
  const taken = new Set(stack.map(({ name }) => name));
  return added.map((layer) => {
    if (layer.name === undefined) return layer;
    if (!taken.has(layer.name)) return (taken.add(layer.name), layer);
    const unnamed = { ...layer };
    delete unnamed.name;
    return unnamed;
  });
}

/** Goes through the tree once, so that places are those of before in what is asked and those of after in what is answered. */
function rebuilt(layers: Layers, { removed = [], at, inserted = [] }: Change): Edited | null {
  const selection: LayerPath[] = [];
  let tooMany = false;
  const walk = (stack: Layers, before: LayerPath, now: LayerPath): LayerSpec[] => {
    const out: LayerSpec[] = [];
    const insertHere = (i: number): void => {
      if (at === undefined || !samePath(at, [...before, i])) return;
      for (const layer of inserted) {
        selection.push([...now, out.length]);
        out.push(layer);
      }
    };
    stack.forEach((layer, i) => {
      insertHere(i);
      const path = [...before, i];
      if (removed.some((one) => samePath(one, path))) return;
      const inner = innerLayers(layer);
      const touched = [...removed, ...(at ? [at] : [])].some((one) => isInside(one, path) && one.length > path.length);
      if (layer.type !== 'Residual' || !touched) return void out.push(layer);
      const left = walk(inner, path, [...now, out.length]);
      if (left.length > 0) out.push({ ...layer, layers: left });
    });
    // Beyond the end counts as the end.
    if (at !== undefined && at.length === before.length + 1 && isInside(at, before)) {
      if (at.at(-1)! >= stack.length) insertHere(at.at(-1)!);
    }
    tooMany ||= out.length > (before.length === 0 ? MOST_LAYERS.model : MOST_LAYERS.block);
    return out;
  };
  const result = walk(layers, [], []);
  return tooMany ? null : { layers: result, selection };
}

/** What stands now where a layer was, or else the last one of its stack, or the block around. */
function nearest(layers: Layers, path: LayerPath): LayerPath[] {
  for (let of = path; of.length > 0; of = of.slice(0, -1)) {
    const stack = of.length === 1 || layerAt(layers, of.slice(0, -1))?.type === 'Residual' ? stackAt(layers, of) : [];
    if (stack.length > 0) return [[...of.slice(0, -1), Math.min(of.at(-1)!, stack.length - 1)]];
  }
  return [];
}
