import { isInside, outputSize, windowStart, type FeatureMap, type Sliding } from './sliding.ts';

export type PoolKind = 'max' | 'average';

/** One pixel under a pool's window. */
export interface PooledCell {
  readonly row: number;
  readonly column: number;
  readonly value: number;
}

/** What lies under the window of an output's place, row by row. Padding takes no part. */
export function pooledCells(
  map: FeatureMap,
  sliding: Sliding,
  { row, column, channel }: { readonly row: number; readonly column: number; readonly channel: number },
): PooledCell[] {
  const start = windowStart(map, sliding, { row, column });
  const cells: PooledCell[] = [];
  for (let u = 0; u < sliding.size[0]; u++) {
    for (let v = 0; v < sliding.size[1]; v++) {
      const [y, x] = [start.row + u, start.column + v];
      if (!isInside(map, y, x)) continue;
      cells.push({ row: y, column: x, value: map.values[(y * map.width + x) * map.channels + channel]! });
    }
  }
  return cells;
}

/** The largest of the values, or their mean. */
export function pool(kind: PoolKind, cells: readonly PooledCell[]): number {
  if (kind === 'max') return Math.max(...cells.map(({ value }) => value));
  return cells.reduce((sum, { value }) => sum + value, 0) / cells.length;
}

/** One channel pooled, rows x columns. */
export function pooled(kind: PoolKind, map: FeatureMap, sliding: Sliding, channel: number): Float32Array {
  const { rows, columns } = outputSize(map, sliding);
  return Float32Array.from({ length: rows * columns }, (_, i) =>
    pool(kind, pooledCells(map, sliding, { row: Math.floor(i / columns), column: i % columns, channel })),
  );
}
