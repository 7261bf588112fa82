import type { Segment } from './segments.ts';

/** What an atom that belongs to no sign costs: dirt is rare. */
const DIRT = Math.log(0.02);

/** Only what is smaller than this, in pixels each way, may be dirt. */
const DIRT_SIDE = 6;

/**
 * The segments, in order, that cover a line's atoms with the highest sum of scores (dynamic programming from left to right), exactly `length`
 * of them if it is not null and there is such a way. `scores`: a logarithm for each segment.
 */
export function bestPath(
  atoms: number,
  segments: readonly Segment[],
  scores: readonly number[],
  length: number | null,
): Segment[] {
  const most = length ?? atoms;
  // By the atoms that are read and the signs that they come to; without a length how many does not matter.
  const at = (end: number, count: number): number => end * (most + 1) + (length === null ? 0 : count);
  const best = new Float64Array((atoms + 1) * (most + 1)).fill(-Infinity);
  const from = new Map<number, { readonly segment: Segment | null; readonly before: number }>();
  best[0] = 0;
  const starting = Array.from({ length: atoms }, (_, first) =>
    segments.flatMap((segment, i) => (segment.first === first ? [{ segment, score: scores[i]! }] : [])),
  );
  for (let first = 0; first < atoms; first++) {
    for (let count = 0; count <= (length === null ? 0 : most); count++) {
      const here = at(first, count);
      if (best[here] === -Infinity) continue;
      const take = (end: number, more: number, score: number, segment: Segment | null): void => {
        if (length !== null && count + more > most) return;
        const there = at(end, count + more);
        if (best[here]! + score <= best[there]!) return;
        best[there] = best[here]! + score;
        from.set(there, { segment, before: here });
      };
      for (const { segment, score } of starting[first]!) {
        take(segment.end, 1, segment.prior + score, segment);
        const { left, right, top, bottom } = segment.place;
        if (segment.end === first + 1 && Math.max(right - left, bottom - top) < DIRT_SIDE)
          take(first + 1, 0, DIRT, null);
      }
    }
  }
  const end = at(atoms, most);
  if (best[end] === -Infinity) return length === null ? [] : bestPath(atoms, segments, scores, null);
  const path: Segment[] = [];
  for (let step = from.get(end); step !== undefined; step = from.get(step.before))
    if (step.segment) path.unshift(step.segment);
  return path;
}
