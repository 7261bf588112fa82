import type { LayerSpec } from '../../shared/contract/schemas/model.ts';
import { allPaths, layerAt } from '../../shared/model/edit/layer-path.ts';

/**
 * Tells layers apart for as long as they are edited: a layer that was moved is the same, and so is one whose options were changed,
 * though documents are never changed in place.
 */
export function createIdentities() {
  const known = new WeakMap<LayerSpec, number>();
  let last = 0;

  function of(layer: LayerSpec): number {
    let id = known.get(layer);
    if (id === undefined) known.set(layer, (id = ++last));
    return id;
  }

  /** A layer that is new where one of its type went is that one, changed. */
  function follow(before: readonly LayerSpec[], now: readonly LayerSpec[]): void {
    const kept = new Set(allPaths(now).map((path) => layerAt(now, path)));
    for (const path of allPaths(now)) {
      const [layer, old] = [layerAt(now, path)!, layerAt(before, path)];
      if (known.has(layer) || old === null || kept.has(old) || old.type !== layer.type) continue;
      known.set(layer, of(old));
    }
  }

  return { of, follow };
}
