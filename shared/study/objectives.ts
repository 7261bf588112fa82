import type { Objective, Trial } from '../contract/schemas/study.ts';

export const isBetter = (a: number, b: number, { direction }: Pick<Objective, 'direction'>): boolean =>
  direction === 'maximize' ? a > b : a < b;

/** Whether a point is at least as good as another in everything, and better in something. */
export function dominates(a: readonly number[], b: readonly number[], objectives: readonly Objective[]): boolean {
  const isWorse = objectives.some((objective, i) => isBetter(b[i]!, a[i]!, objective));
  return !isWorse && objectives.some((objective, i) => isBetter(a[i]!, b[i]!, objective));
}

/** Of each point, how many Pareto fronts lie before its own: 0 where nothing beats it. */
export function ranks(points: readonly (readonly number[])[], objectives: readonly Objective[]): number[] {
  const rank = points.map(() => -1);
  for (let front = 0; rank.includes(-1); front++) {
    const left = points.map((_, i) => i).filter((i) => rank[i] === -1);
    const first = left.filter((i) => !left.some((j) => dominates(points[j]!, points[i]!, objectives)));
    for (const i of first) rank[i] = front;
  }
  return rank;
}

/** The room around each point within its front (NSGA-II's crowding distance, Deb 2002); Infinity at a front's ends. */
export function crowding(points: readonly (readonly number[])[], rank: readonly number[]): number[] {
  const room = points.map(() => 0);
  for (const front of new Set(rank)) {
    const members = points.map((_, i) => i).filter((i) => rank[i] === front);
    for (let k = 0; k < (points[0]?.length ?? 0); k++) {
      const sorted = [...members].sort((a, b) => points[a]![k]! - points[b]![k]!);
      const range = points[sorted.at(-1)!]![k]! - points[sorted[0]!]![k]!;
      sorted.forEach((i, place) => {
        const [before, after] = [sorted[place - 1], sorted[place + 1]];
        if (before === undefined || after === undefined) room[i] = Infinity;
        else if (range > 0) room[i]! += (points[after]![k]! - points[before]![k]!) / range;
      });
    }
  }
  return room;
}

/** The best of the trials that have finished: one of one objective (the first of equal ones), a Pareto set of several; by number. */
export function bestTrials(trials: readonly Trial[], objectives: readonly Objective[]): Trial[] {
  const finished = trials.filter(
    ({ status, objective, repeats }) => status === 'finished' && objective && repeats === null,
  );
  const first = finished.filter(
    ({ objective }) => !finished.some((other) => dominates(other.objective!, objective!, objectives)),
  );
  return objectives.length === 1 ? first.slice(0, 1) : first;
}
