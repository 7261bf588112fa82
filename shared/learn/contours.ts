/** Values at the crossings of a grid, row by row. */
export interface Grid {
  readonly values: ArrayLike<number>;
  readonly rows: number;
  readonly columns: number;
}

/** A piece of a contour, in rows and columns of the grid. */
export interface Segment {
  readonly from: readonly [column: number, row: number];
  readonly to: readonly [column: number, row: number];
}

/** As many levels at most, such that as many crossings lie between any two of them. Values that are not finite take no part. */
export function contourLevels({ values }: Grid, count: number): number[] {
  const sorted = Array.from(values)
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  if (sorted.length === 0 || sorted[0] === sorted.at(-1)) return [];
  const levels = Array.from({ length: count }, (_, i) => sorted[Math.floor(((i + 0.5) / count) * sorted.length)]!);
  return [...new Set(levels)];
}

/** Where the values pass through a level, straight within each cell (marching squares); cells with a corner that is not finite are left out. */
export function contour({ values, rows, columns }: Grid, level: number): Segment[] {
  const segments: Segment[] = [];
  for (let row = 0; row + 1 < rows; row++) {
    for (let column = 0; column + 1 < columns; column++) {
      const corners = [
        { at: [column, row], value: values[row * columns + column]! },
        { at: [column + 1, row], value: values[row * columns + column + 1]! },
        { at: [column + 1, row + 1], value: values[(row + 1) * columns + column + 1]! },
        { at: [column, row + 1], value: values[(row + 1) * columns + column]! },
      ] as const;
      if (!corners.every(({ value }) => Number.isFinite(value))) continue;
      const crossings = corners.flatMap((corner, i) => {
        const next = corners[(i + 1) % 4]!;
        if (corner.value >= level === next.value >= level) return [];
        const share = (level - corner.value) / (next.value - corner.value);
        const along = (axis: 0 | 1): number => corner.at[axis] + share * (next.at[axis] - corner.at[axis]);
        return [[along(0), along(1)] as const];
      });
      for (let i = 0; i + 1 < crossings.length; i += 2) segments.push({ from: crossings[i]!, to: crossings[i + 1]! });
    }
  }
  return segments;
}
