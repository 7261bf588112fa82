export interface Near {
  readonly row: number;
  /** 1 less the cosine of the angle between the two. */
  readonly distance: number;
}

/**
 * The `count` rows of a table that are nearest to `query`, nearest first, equals in order. Rows and query have `width` numbers and
 * length 1, so that products are cosines; all 0 is near to nothing.
 */
export function nearest(table: Float32Array, width: number, query: Float32Array, count: number): Near[] {
  const best: Near[] = [];
  const rows = width === 0 ? 0 : table.length / width;
  for (let row = 0; row < rows; row++) {
    let product = 0;
    for (let i = 0, at = row * width; i < width; i++, at++) product += table[at]! * query[i]!;
    const distance = 1 - product;
    if (best.length === count && distance >= best[count - 1]!.distance) continue;
    let place = best.length;
    while (place > 0 && best[place - 1]!.distance > distance) place--;
    best.splice(place, 0, { row, distance });
    if (best.length > count) best.pop();
  }
  return best;
}
