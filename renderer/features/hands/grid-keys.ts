interface Move {
  /** Where a range begins. */
  readonly from: number;
  readonly to: number;
  /** All between `from` and `to`. */
  readonly range: boolean;
  /** `to` in addition, or taken away where it is selected already. */
  readonly toggle: boolean;
}

/** What is selected after a move to one of `ids`: that one alone, a range up to it, or it with the others. */
export function selectionAfter<Id>(before: ReadonlySet<Id>, ids: readonly Id[], move: Move): ReadonlySet<Id> {
  const { from, to, range, toggle } = move;
  const own = ids[to];
  if (own === undefined) return before;
  if (range) return new Set(ids.slice(Math.min(from, to), Math.max(from, to) + 1));
  if (!toggle) return new Set([own]);
  const after = new Set(before);
  if (!after.delete(own)) after.add(own);
  return after;
}
