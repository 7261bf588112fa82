import type { Tree } from './forest.ts';

/** A leaf as the box that it fills: of each axis from where to where. */
interface Leaf {
  readonly value: number;
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** The shares of a tree's variance over the unit cube that each axis alone explains (functional ANOVA; Hutter, 2014); zeros for a tree that is the same everywhere. */
export function variances(tree: Tree, axes: number): number[] {
  const leaves = leavesOf(tree, Array<number>(axes).fill(0), Array<number>(axes).fill(1));
  const mean = leaves.reduce((sum, leaf) => sum + leaf.value * volume(leaf), 0);
  const total = leaves.reduce((sum, leaf) => sum + (leaf.value - mean) ** 2 * volume(leaf), 0);
  return Array.from({ length: axes }, (_, axis) => (total > 0 ? alone(leaves, axis, mean) / total : 0));
}

/** The variance, along one axis, of the mean over all the others: from end to end of the leaves, each of which adds to it where it lies. */
function alone(leaves: readonly Leaf[], axis: number, mean: number): number {
  const steps = leaves.flatMap((leaf) => {
    const [begin, end] = [leaf.from[axis]!, leaf.to[axis]!];
    const height = (leaf.value * volume(leaf)) / (end - begin);
    return [
      { at: begin, by: height },
      { at: end, by: -height },
    ];
  });
  steps.sort((a, b) => a.at - b.at);
  let [variance, marginal] = [0, 0];
  steps.forEach(({ at, by }, i) => {
    marginal += by;
    variance += ((steps[i + 1]?.at ?? at) - at) * (marginal - mean) ** 2;
  });
  return variance;
}

const volume = ({ from, to }: Leaf): number => from.reduce((product, low, axis) => product * (to[axis]! - low), 1);

function leavesOf(tree: Tree, from: readonly number[], to: readonly number[]): Leaf[] {
  if ('value' in tree) return [{ value: tree.value, from, to }];
  const cut = (ends: readonly number[]): number[] => ends.map((end, axis) => (axis === tree.axis ? tree.at : end));
  return [...leavesOf(tree.below, from, cut(to)), ...leavesOf(tree.above, cut(from), to)];
}
