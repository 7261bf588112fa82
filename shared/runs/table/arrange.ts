import type { RunSummary } from '../../contract/schemas/run-summary.ts';
import { keptValidation } from '../group.ts';
import { spreadOf, type Spread } from '../spread.ts';
import { findField, testOf } from './fields.ts';

/** By which field, and in which direction. */
export interface RunOrder {
  readonly field: string;
  readonly descending: boolean;
}

export interface GroupRow {
  readonly kind: 'group';
  /** What its runs have of the field, in one text; empty: nothing. */
  readonly value: string;
  readonly runs: readonly RunSummary[];
  /** Of those that have a test, or a validation. */
  readonly test: Spread | null;
  readonly validation: Spread | null;
  readonly open: boolean;
}

export interface RunRow {
  readonly kind: 'run';
  readonly run: RunSummary;
  /** Whether it stands below the head of its group. */
  readonly grouped: boolean;
}

export type TableRow = GroupRow | RunRow;

/** How the runs are to stand. `closed`: values of groups of which only the head is shown. */
export interface Arrangement {
  readonly order: RunOrder;
  readonly by: string | null;
  readonly closed: ReadonlySet<string>;
}

/** The rows of the table. Groups stand in the order of their first runs. Pure; an unknown field leaves the runs as they are. */
export function arrange(runs: readonly RunSummary[], { order, by, closed }: Arrangement): TableRow[] {
  const sorted = sortRuns(runs, order);
  if (by === null) return sorted.map((run) => ({ kind: 'run', run, grouped: false }));
  return [...groupBy(sorted, by)].flatMap(([value, members]): TableRow[] => {
    const open = !closed.has(value);
    const head: GroupRow = {
      kind: 'group',
      value,
      runs: members,
      test: spreadOf(members.flatMap((run) => testOf(run)?.accuracy ?? [])),
      validation: spreadOf(members.flatMap((run) => keptValidation(run) ?? [])),
      open,
    };
    return [head, ...(open ? members.map((run): RunRow => ({ kind: 'run', run, grouped: true })) : [])];
  });
}

/** Sorted copies; equal runs keep their order, and those that have nothing of the field go last either way. */
export function sortRuns(runs: readonly RunSummary[], { field, descending }: RunOrder): RunSummary[] {
  const found = findField(field);
  if (!found) return [...runs];
  const sign = descending ? -1 : 1;
  // Made once: ten thousand runs are compared more than a hundred thousand times.
  const keyed = runs.map((run, i) => ({ run, i, key: keyOf(found.value(run)) }));
  keyed.sort((a, b) => {
    if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null) || a.i - b.i;
    return sign * compareKeys(a.key, b.key) || a.i - b.i;
  });
  return keyed.map(({ run }) => run);
}

const keyOf = (value: ReturnType<NonNullable<ReturnType<typeof findField>>['value']>): number | string | null =>
  value === null || typeof value === 'number' ? value : textOf(value).toLowerCase() || null;

const textOf = (value: string | readonly string[]): string =>
  typeof value === 'string' ? value : [...value].sort().join(', ');

function compareKeys(a: number | string, b: number | string): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return a < b ? -1 : a > b ? 1 : 0;
}

function groupBy(runs: readonly RunSummary[], by: string): Map<string, RunSummary[]> {
  const groups = new Map<string, RunSummary[]>();
  for (const run of runs) {
    const value = findField(by)?.value(run) ?? null;
    const key = value === null ? '' : typeof value === 'number' ? String(value) : textOf(value);
    const members = groups.get(key);
    if (members) members.push(run);
    else groups.set(key, [run]);
  }
  return groups;
}
