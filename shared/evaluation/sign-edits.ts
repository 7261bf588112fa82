/** A sign that stands there, or none, and what was read instead of it, or nothing; and how often. Signs are places of classes. */
export type SignEdit = [truth: number | null, read: number | null, count: number];

/**
 * The signs that were read wrongly, by a shortest way from what was read to the truth (Levenshtein 1966): as another sign, not at all (read null), or
 * where none stands (truth null). Of ways of one length, the one that reads a sign as another from the right on.
 */
export function signEdits(
  read: ArrayLike<number>,
  truth: ArrayLike<number>,
): (readonly [number | null, number | null])[] {
  const rows = [Array.from({ length: truth.length + 1 }, (_, j) => j)];
  for (let i = 0; i < read.length; i++) {
    const [row, next] = [rows[i]!, [i + 1]];
    for (let j = 0; j < truth.length; j++)
      next.push(Math.min(row[j + 1]! + 1, next[j]! + 1, row[j]! + (read[i] === truth[j] ? 0 : 1)));
    rows.push(next);
  }
  const edits: [number | null, number | null][] = [];
  let [i, j] = [read.length, truth.length];
  while (i > 0 || j > 0) {
    const here = rows[i]![j]!;
    const same = i > 0 && j > 0 && read[i - 1] === truth[j - 1];
    if (i > 0 && j > 0 && rows[i - 1]![j - 1]! + (same ? 0 : 1) === here) {
      if (!same) edits.push([truth[j - 1]!, read[i - 1]!]);
      [i, j] = [i - 1, j - 1];
    } else if (j > 0 && rows[i]![j - 1]! + 1 === here) edits.push([truth[--j]!, null]);
    else edits.push([null, read[--i]!]);
  }
  return edits.reverse();
}

/** Edits counted by kind, the most frequent first. */
export function countedEdits(edits: Iterable<readonly [number | null, number | null]>): SignEdit[] {
  const counts = new Map<string, SignEdit>();
  for (const [truth, read] of edits) {
    const key = `${truth} ${read}`;
    counts.set(key, [truth, read, (counts.get(key)?.[2] ?? 0) + 1]);
  }
  // Nothing comes behind all classes.
  const order = (place: number | null): number => place ?? Infinity;
  const byPlace = (a: number | null, b: number | null): number => (a === b ? 0 : order(a) - order(b));
  return [...counts.values()].sort((a, b) => b[2] - a[2] || byPlace(a[0], b[0]) || byPlace(a[1], b[1]));
}
