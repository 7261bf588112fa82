import type { LayerSpec } from '../../../shared/contract/schemas/model.ts';
import { blockParts, type BlockPart } from '../../../shared/model/edit/block-parts.ts';
import type { InspectedLayer } from '../../../shared/model/edit/inspected.ts';
import type { LayerPath } from '../../../shared/model/edit/layer-path.ts';

/** A layer in the editor's list. */
export interface EditorRow {
  readonly kind: 'layer';
  /** The same for as long as the layer is there. */
  readonly key: string;
  readonly path: LayerPath;
  readonly depth: number;
  readonly one: InspectedLayer;
  /** Null: it has nothing inside. */
  readonly open: boolean | null;
}

/** A part of a layer that is looked into, which is no layer of its own. */
export interface PartRow {
  readonly kind: 'part';
  readonly key: string;
  readonly depth: number;
  readonly part: BlockPart;
}

/** All rows that are to be seen, each opened block followed by what is inside. */
export function editorRows(
  layers: readonly InspectedLayer[],
  idOf: (layer: LayerSpec) => number,
  opened: ReadonlySet<number>,
): (EditorRow | PartRow)[] {
  return layers.flatMap((one) => {
    const id = idOf(one.layer);
    const parts = one.info ? blockParts(one.info) : [];
    const holds = one.layers.length > 0 || parts.length > 0;
    const open = holds ? opened.has(id) : null;
    const depth = one.path.length - 1;
    const row: EditorRow = { kind: 'layer', key: `layer-${id}`, path: one.path, depth, one, open };
    if (open !== true) return [row];
    const partRows = parts.map((part, i): PartRow => ({
      kind: 'part',
      key: `part-${id}-${i}`,
      depth: depth + 1,
      part,
    }));
    return [row, ...editorRows(one.layers, idOf, opened), ...partRows];
  });
}

export const layerRowsOf = (rows: readonly (EditorRow | PartRow)[]): EditorRow[] =>
  rows.filter((row): row is EditorRow => row.kind === 'layer');
