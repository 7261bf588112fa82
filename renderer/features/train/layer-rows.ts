import type { LayerSpec } from '../../../shared/contract/schemas/model.ts';
import type { LayerInfo } from '../../../shared/model/shapes.ts';

/** A layer of a model's table; `depth` counts the blocks around it. */
export interface LayerRow {
  readonly layer: LayerSpec;
  readonly info: LayerInfo;
  readonly depth: number;
  /** Where it stands in its model: `layers.2.layers.0`. */
  readonly place: string;
}

/** All layers in order, each block followed by the layers inside it. */
export function layerRows(
  layers: readonly LayerSpec[],
  infos: readonly LayerInfo[],
  depth = 0,
  around = '',
): LayerRow[] {
  return layers.flatMap((layer, i) => {
    const info = infos[i]!;
    const place = `${around}layers.${i}`;
    const inside = layer.type === 'Residual' ? layerRows(layer.layers, info.layers, depth + 1, `${place}.`) : [];
    return [{ layer, info, depth, place }, ...inside];
  });
}
