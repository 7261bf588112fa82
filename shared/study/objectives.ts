import type { Objective, Trial } from '../contract/schemas/study.ts';

export const isBetter = (a: number, b: number, { direction }: Pick<Objective, 'direction'>): boolean =>
  direction === 'maximize' ? a > b : a < b;

/** Whether a point is at least as good as another in everything, and better in something. */
export function dominates(a: readonly number[], b: readonly number[], objectives: readonly Objective[]): boolean {
  const isWorse = objectives.some((objective, i) => isBetter(b[i]!, a[i]!, objective));
  return !isWorse && objectives.some((objective, i) => isBetter(a[i]!, b[i]!, objective));
}

/** What is kept of a front: its steps in the second and third number, the second rising and the third falling. */
type Stairs = (readonly [second: number, third: number])[];

/**
 * Of each point, how many Pareto fronts lie before its own: 0 where nothing beats it. Of one to three numbers each. The points are
 * taken from the best in the first number on, so that only those before can beat one, and a front is asked by its steps (Zhang, 2015):
 * n log^2 n comparisons.
 */
export function ranks(points: readonly (readonly number[])[], objectives: readonly Objective[]): number[] {
  // The smaller the better.
  const signed = points.map((point) =>
    objectives.map(({ direction }, k) => (direction === 'maximize' ? -point[k]! : point[k]!)),
  );
  const order = points.map((_, i) => i).sort((a, b) => compareAll(signed[a]!, signed[b]!) || a - b);
  const fronts: Stairs[] = [];
  const rank = points.map(() => 0);
  order.forEach((i, place) => {
    const before = order[place - 1];
    // Equal points beat each other in nothing.
    if (before !== undefined && compareAll(signed[before]!, signed[i]!) === 0) return void (rank[i] = rank[before]!);
    const [, second = 0, third = 0] = signed[i]!;
    rank[i] = firstWhere(fronts.length, (front) => !beats(fronts[front]!, second, third));
    addStep((fronts[rank[i]!] ??= []), second, third);
  });
  return rank;
}

/** By the first number that differs; below 0: `a` is smaller. */
function compareAll(a: readonly number[], b: readonly number[]): number {
  for (let k = 0; k < a.length; k++) if (a[k] !== b[k]) return a[k]! < b[k]! ? -1 : 1;
  return 0;
}

/** The least place below `count` where it holds, which it then does at all later ones; `count` where it never does. */
function firstWhere(count: number, holds: (place: number) => boolean): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Whether one of a front is as good in both. */
function beats(stairs: Stairs, second: number, third: number): boolean {
  const after = firstWhere(stairs.length, (place) => stairs[place]![0] > second);
  return after > 0 && stairs[after - 1]![1] <= third;
}

/** Adds what no step beats, in place of the steps that it beats. */
function addStep(stairs: Stairs, second: number, third: number): void {
  const at = firstWhere(stairs.length, (place) => stairs[place]![0] >= second);
  const end = firstWhere(stairs.length, (place) => place >= at && stairs[place]![1] < third);
  stairs.splice(at, Math.max(0, end - at), [second, third]);
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
  if (objectives.length === 1) return finished.length === 0 ? [] : [finished.reduce(betterOf(objectives[0]!))];
  const rank = ranks(
    finished.map(({ objective }) => objective!),
    objectives,
  );
  return finished.filter((_, i) => rank[i] === 0);
}

const betterOf =
  (objective: Objective) =>
  (a: Trial, b: Trial): Trial =>
    isBetter(b.objective![0]!, a.objective![0]!, objective) ? b : a;
