/** Something that costs and gains: a model's size or time, and its accuracy. */
export interface Tradeoff {
  readonly cost: number;
  readonly gain: number;
}

/**
 * The Pareto front: places of those than which none costs less and gains as much, or gains more and costs as little; the cheapest first. Of
 * equals the first stands for all.
 */
export function paretoFront(points: readonly Tradeoff[]): number[] {
  const order = [...points.keys()]
    .filter((i) => Number.isFinite(points[i]!.cost) && Number.isFinite(points[i]!.gain))
    .sort((a, b) => points[a]!.cost - points[b]!.cost || points[b]!.gain - points[a]!.gain || a - b);
  const front: number[] = [];
  let most = -Infinity;
  for (const i of order) {
    if (points[i]!.gain <= most) continue;
    most = points[i]!.gain;
    front.push(i);
  }
  return front;
}
