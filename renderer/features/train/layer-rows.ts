import type { LayerSpec } from '../../../shared/contract/schemas/model.ts';
import type { LayerInfo } from '../../../shared/model/shapes.ts';

/** A layer of a model's table; `depth` counts the blocks around it. */
export interface LayerRow {
  readonly layer: LayerSpec;
  readonly info: LayerInfo;
  readonly depth: number;
}

/** All layers in order, each block followed by the layers inside it. */
export function layerRows(layers: readonly LayerSpec[], infos: readonly LayerInfo[], depth = 0): LayerRow[] {
  return layers.flatMap((layer, i) => {
    const info = infos[i]!;
    const inside = layer.type === 'Residual' ? layerRows(layer.layers, info.layers, depth + 1) : [];
    return [{ layer, info, depth }, ...inside];
  });
}
