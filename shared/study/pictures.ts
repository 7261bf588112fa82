import type { Objective, Setting, Trial } from '../contract/schemas/study.ts';
import { type Dimension, toUnit } from './dimension.ts';
import { isBetter } from './objectives.ts';
import { searchTrials } from './next-trial.ts';

/** A point of the history: what a trial came to, and the best until then. */
export interface HistoryPoint {
  readonly number: number;
  readonly status: Trial['status'];
  /** Null for a trial that has not finished. */
  readonly value: number | null;
  readonly best: number | null;
}

/** The trials one after the other by one objective (its place), with the best so far. */
export function historyOf(trials: readonly Trial[], objectives: readonly Objective[], place = 0): HistoryPoint[] {
  let best: number | null = null;
  return searchTrials(trials).map(({ number, status, objective }) => {
    const value = status === 'finished' ? (objective?.[place] ?? null) : null;
    if (value !== null && (best === null || isBetter(value, best, objectives[place]!))) best = value;
    return { number, status, value, best };
  });
}

/** A finished trial's line through parallel axes, one for each parameter. */
export interface ParallelLine {
  readonly number: number;
  /** Where it crosses each dimension's axis, 0 to 1; null where the parameter was not searched. */
  readonly at: readonly (number | null)[];
  readonly values: readonly (Setting | null)[];
  readonly objective: number;
}

/** Parallel coordinates: the finished trials, the best by the objective last, so that it is drawn on top. */
export function parallelLines(
  dimensions: readonly Dimension[],
  trials: readonly Trial[],
  objectives: readonly Objective[],
  place = 0,
): ParallelLine[] {
  const lines = finished(trials).map(({ number, values, objective }) => ({
    number,
    at: dimensions.map((each) => (each.path in values ? toUnit(each, values[each.path]!) : null)),
    values: dimensions.map(({ path }) => values[path] ?? null),
    objective: objective![place]!,
  }));
  return lines.sort((a, b) =>
    a.objective === b.objective ? 0 : isBetter(a.objective, b.objective, objectives[place]!) ? 1 : -1,
  );
}

/** One parameter against the objective, over the finished trials that had it. */
export interface SlicePoint {
  readonly number: number;
  readonly value: Setting;
  readonly at: number;
  readonly objective: number;
}

export function sliceOf(dimension: Dimension, trials: readonly Trial[], place = 0): SlicePoint[] {
  return finished(trials).flatMap(({ number, values, objective }) => {
    const value = values[dimension.path];
    return value === undefined ? [] : [{ number, value, at: toUnit(dimension, value), objective: objective![place]! }];
  });
}

const finished = (trials: readonly Trial[]): Trial[] =>
  searchTrials(trials).filter(({ status, objective }) => status === 'finished' && objective !== null);
