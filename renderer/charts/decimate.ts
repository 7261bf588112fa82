import type { Point } from './series.ts';

/**
 * At most about four points for each of `columns` pixel columns: the first, the lowest, the highest and the last, in
 * order. Unlike an average it keeps every spike, so the picture is the one that all points would give.
 */
export function decimate(x: ArrayLike<number>, y: ArrayLike<number>, length: number, columns: number): Point[] {
  if (length <= columns * 4) return Array.from({ length }, (_, i) => ({ x: x[i]!, y: y[i]! }));
  const points: Point[] = [];
  const [first, last] = [x[0]!, x[length - 1]!];
  const width = (last - first) / columns || 1;
  for (let start = 0; start < length;) {
    const edge = first + (Math.floor((x[start]! - first) / width) + 1) * width;
    let [end, low, high] = [start, start, start];
    while (end < length && (x[end]! < edge || end === start)) {
      if (y[end]! < y[low]! || Number.isNaN(y[low]!)) low = end;
      if (y[end]! > y[high]! || Number.isNaN(y[high]!)) high = end;
      end += 1;
    }
    const kept = [start, Math.min(low, high), Math.max(low, high), end - 1];
    kept.forEach((index, k) => {
      if (k === 0 || index !== kept[k - 1]) points.push({ x: x[index]!, y: y[index]! });
    });
    start = end;
  }
  return points;
}
