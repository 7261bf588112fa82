/** Up to `count` of these, in turns one of each label and the first ones first; then in the labels' order. */
export function someOfEach<T, L extends string | number>(
  all: readonly T[],
  labelOf: (one: T) => L,
  compare: (a: L, b: L) => number,
  count: number,
): T[] {
  const seen = new Map<L, number>();
  const rounds = all.map((one, place) => {
    const round = seen.get(labelOf(one)) ?? 0;
    seen.set(labelOf(one), round + 1);
    return { one, round, place };
  });
  const inTurns = rounds.sort((a, b) => a.round - b.round || a.place - b.place).map(({ one }) => one);
  return inTurns.slice(0, count).sort((a, b) => compare(labelOf(a), labelOf(b)));
}
