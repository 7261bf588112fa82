import type { Objective, Trial } from '../../contract/schemas/study.ts';
import { crowding, isBetter, ranks } from '../objectives.ts';

/** Of n trials that have finished or were pruned, how many count as good: a tenth, with one objective 25 at most (Optuna's defaults of gamma). */
export const goodCount = (n: number, objectives: number): number =>
  Math.min(Math.ceil(0.1 * n), objectives === 1 ? 25 : Infinity);

/**
 * Trials that did well and all others, each by number. Best are the finished ones: of one objective by its value, of several by how many
 * fronts lie before theirs, those with the most room around them first within a front (MOTPE, Ozaki 2020, but for the room, which is
 * NSGA-II's crowding distance here and hypervolume there). Pruned ones come after them, those first that came farthest. Those
 * that failed, or are still going, are never good: nobody should try the same beside them.
 */
export function splitTrials(
  trials: readonly Trial[],
  objectives: readonly Objective[],
): { good: Trial[]; others: Trial[] } {
  const told = trials.filter(isTold);
  const pruned = told.filter(({ status }) => status === 'pruned').sort((a, b) => comparePruned(a, b, objectives[0]!));
  const finished = told.filter(({ status }) => status === 'finished');
  const best = new Set(
    [...byObjectives(finished, objectives), ...pruned].slice(0, goodCount(told.length, objectives.length)),
  );
  return { good: trials.filter((trial) => best.has(trial)), others: trials.filter((trial) => !best.has(trial)) };
}

/**
 * Whether a trial has said how good its settings are: it has finished, or was pruned. Those that failed have not, as for Optuna: they
 * shorten no random beginning and make no more of the others good ones, though nobody should look beside them again.
 */
export const isTold = ({ status }: Pick<Trial, 'status'>): boolean => status === 'finished' || status === 'pruned';

function byObjectives(finished: Trial[], objectives: readonly Objective[]): Trial[] {
  const only = objectives.length === 1 ? objectives[0]! : null;
  if (only) return finished.sort((a, b) => compare(a.objective![0]!, b.objective![0]!, only) || a.number - b.number);
  const points = finished.map(({ objective }) => objective!);
  const rank = ranks(points, objectives);
  const room = crowding(points, rank);
  const order = finished.map((_, i) => i).sort((a, b) => rank[a]! - rank[b]! || room[b]! - room[a]! || a - b);
  return order.map((i) => finished[i]!);
}

/** Below 0: a is better. */
const compare = (a: number, b: number, objective: Objective): number =>
  a === b ? 0 : isBetter(a, b, objective) ? -1 : 1;

function comparePruned(a: Trial, b: Trial, objective: Objective): number {
  const [last, other] = [a.reports.at(-1), b.reports.at(-1)];
  const farther = (other?.epoch ?? 0) - (last?.epoch ?? 0);
  if (farther !== 0) return farther;
  const [value, against] = [last?.value ?? null, other?.value ?? null];
  if (value === null || against === null) return value === against ? a.number - b.number : value === null ? 1 : -1;
  return compare(value, against, objective) || a.number - b.number;
}
