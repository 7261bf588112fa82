import type { Random } from '../../random/random.ts';

/** Points of the unit cube, each as many numbers as there are parameters. */
export type Points = readonly (readonly number[])[];

/** A part of a regression tree: a value, or a question that parts the cube at right angles to an axis. */
export type Tree =
  | { readonly value: number }
  | { readonly axis: number; readonly at: number; readonly below: Tree; readonly above: Tree };

export interface ForestOptions {
  readonly trees: number;
  readonly depth: number;
  /** A leaf has at least so many points. */
  readonly least: number;
}

/**
 * A random forest for regression (Breiman, 2001): each tree on a draw of the points with replacement, parted where the squared error
 * falls most. Every axis is tried at each parting, since there are few.
 */
export function growForest(points: Points, values: readonly number[], options: ForestOptions, random: Random): Tree[] {
  return Array.from({ length: options.trees }, () => {
    const drawn = points.map(() => random.integer(points.length));
    return grow(points, values, drawn, options, options.depth);
  });
}

export function predict(tree: Tree, point: readonly number[]): number {
  return 'value' in tree ? tree.value : predict(point[tree.axis]! < tree.at ? tree.below : tree.above, point);
}

function grow(
  points: Points,
  values: readonly number[],
  rows: readonly number[],
  options: ForestOptions,
  depth: number,
): Tree {
  const parting = depth > 0 ? bestParting(points, values, rows, options.least) : null;
  if (!parting) return { value: mean(rows.map((row) => values[row]!)) };
  const { axis, at } = parting;
  const side = (isBelow: boolean): Tree => {
    const inside = rows.filter((row) => points[row]![axis]! < at === isBelow);
    return grow(points, values, inside, options, depth - 1);
  };
  return { axis, at, below: side(true), above: side(false) };
}

/** Where the sum of squared errors falls most; null where it does not fall. */
function bestParting(points: Points, values: readonly number[], rows: readonly number[], least: number) {
  const sum = rows.reduce((total, row) => total + values[row]!, 0);
  let best: { axis: number; at: number; gain: number } | null = null;
  for (let axis = 0; axis < (points[0]?.length ?? 0); axis++) {
    const sorted = [...rows].sort((a, b) => points[a]![axis]! - points[b]![axis]!);
    let below = 0;
    for (let i = 1; i < sorted.length; i++) {
      below += values[sorted[i - 1]!]!;
      const [left, right] = [points[sorted[i - 1]!]![axis]!, points[sorted[i]!]![axis]!];
      if (left === right || i < least || sorted.length - i < least) continue;
      const above = sum - below;
      // The fall of the squared error is that of -sum^2 / count, over both sides.
      const gain = below ** 2 / i + above ** 2 / (sorted.length - i) - sum ** 2 / sorted.length;
      if (gain > (best?.gain ?? 1e-12)) best = { axis, at: (left + right) / 2, gain };
    }
  }
  return best;
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
