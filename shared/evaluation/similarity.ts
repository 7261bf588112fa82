import type { ConfusionCell } from './confusion.ts';

/**
 * The classes in an order that puts those side by side that are taken for each other: the pair that is confused most, by the share
 * of its images, is joined first, then the next one whose two are still at an end of what they are joined to. What is never
 * confused keeps its place among the others. Deterministic; n log n in the cells.
 */
export function similarityOrder(cells: readonly ConfusionCell[], classes: number): number[] {
  const chains = Array.from({ length: classes }, (_, c): number[] => [c]);
  for (const [a, b] of pairsByConfusion(cells, classes)) {
    const [left, right] = [chains[a]!, chains[b]!];
    if (left === right || !isEnd(left, a) || !isEnd(right, b)) continue;
    const joined = join(left, a, right, b);
    for (const c of joined) chains[c] = joined;
  }
  // In the order of their first classes, each beginning with the lower of its ends.
  const seen = new Set<number[]>();
  return chains.flatMap((chain) => {
    if (seen.has(chain)) return [];
    seen.add(chain);
    return chain[0]! <= chain.at(-1)! ? chain : [...chain].reverse();
  });
}

const isEnd = (chain: readonly number[], c: number): boolean => chain[0] === c || chain.at(-1) === c;

/** One chain, a and b touching. */
function join(left: readonly number[], a: number, right: readonly number[], b: number): number[] {
  const before = left.at(-1) === a ? left : [...left].reverse();
  const after = right[0] === b ? right : [...right].reverse();
  return [...before, ...after];
}

function pairsByConfusion(cells: readonly ConfusionCell[], classes: number): [number, number][] {
  const support = new Array<number>(classes).fill(0);
  const confused = new Map<number, number>();
  for (const [truth, predicted, count] of cells) {
    support[truth]! += count;
    if (truth === predicted) continue;
    const pair = Math.min(truth, predicted) * classes + Math.max(truth, predicted);
    confused.set(pair, (confused.get(pair) ?? 0) + count);
  }
  const rate = (pair: number): number =>
    confused.get(pair)! / (support[Math.floor(pair / classes)]! + support[pair % classes]! || 1);
  return [...confused.keys()]
    .sort((one, other) => rate(other) - rate(one) || one - other)
    .map((pair) => [Math.floor(pair / classes), pair % classes]);
}
