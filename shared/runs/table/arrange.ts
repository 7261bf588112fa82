import type { RunSummary } from '../../contract/schemas/run-summary.ts';
import { keptValidation } from '../group.ts';
import { spreadOf, type Spread } from '../spread.ts';
import { findField, testOf, type FieldValue, type RunField } from './fields.ts';

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
  readonly by: string | null;
  readonly closed: ReadonlySet<string>;
}

/** The rows of the table. Runs keep their order, and groups stand in that of their first runs. Pure; an unknown field makes no groups. */
export function arrange(runs: readonly RunSummary[], { by, closed }: Arrangement): TableRow[] {
  const field = by === null ? undefined : findField(by);
  const rowOf = (run: RunSummary): RunRow => ({ kind: 'run', run, grouped: field !== undefined });
  if (!field) return runs.map(rowOf);
  const rows: TableRow[] = [];
  for (const [value, members] of groupBy(runs, field)) {
    const open = !closed.has(value);
    rows.push({ kind: 'group', value, runs: members, open });
    if (open) for (const run of members) rows.push(rowOf(run));
  }
  return rows;
}

/** Test and validation accuracies of those that have one. A table asks for the groups in sight alone. Pure. */
export const spreadsOf = (runs: readonly RunSummary[]): { test: Spread | null; validation: Spread | null } => ({
  test: spreadOf(runs.flatMap((run) => testOf(run)?.accuracy ?? [])),
  validation: spreadOf(runs.flatMap((run) => keptValidation(run) ?? [])),
});

/** Runs that go up in the order of a field, each with what it is compared by; those that have nothing of it come last. */
export type SortedRuns = readonly { readonly run: RunSummary; readonly key: number | string | null }[];

/** Equal runs keep their order; an unknown field leaves all as they are. Pure. */
export function sortRuns(runs: readonly RunSummary[], name: string): SortedRuns {
  const field = findField(name);
  // Made once: ten thousand runs are compared more than a hundred thousand times.
  const keyed = runs.map((run) => ({ run, key: field ? keyOf(field.value(run)) : null }));
  const known = keyed.filter((one): one is Keyed => one.key !== null);
  // One kind of key for all of them lets the comparison be compiled for it.
  const numbers = known.every((one): one is Keyed<number> => typeof one.key === 'number');
  if (numbers) (known as Keyed<number>[]).sort((a, b) => a.key - b.key);
  else known.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return [...known, ...keyed.filter(({ key }) => key === null)];
}

/** The runs up or down; down, too, equal ones keep their order, and those without a value come last. Pure. */
export function inOrder(sorted: SortedRuns, descending: boolean): RunSummary[] {
  if (!descending) return sorted.map(({ run }) => run);
  const runs: RunSummary[] = [];
  const push = (from: number, to: number): void => {
    for (let i = from; i < to; i++) runs.push(sorted[i]!.run);
  };
  const firstUnknown = sorted.findIndex(({ key }) => key === null);
  const known = firstUnknown < 0 ? sorted.length : firstUnknown;
  for (let end = known; end > 0;) {
    let begin = end - 1;
    while (begin > 0 && sorted[begin - 1]!.key === sorted[begin]!.key) begin -= 1;
    push(begin, end);
    end = begin;
  }
  push(known, sorted.length);
  return runs;
}

interface Keyed<K extends number | string = number | string> {
  readonly run: RunSummary;
  readonly key: K;
}

const keyOf = (value: FieldValue): number | string | null =>
  value === null || typeof value === 'number' ? value : textOf(value).toLowerCase() || null;

const textOf = (value: string | readonly string[]): string =>
  typeof value === 'string' ? value : value.length > 1 ? [...value].sort().join(', ') : (value[0] ?? '');

function groupBy(runs: readonly RunSummary[], field: RunField): Map<string, RunSummary[]> {
  const groups = new Map<string, RunSummary[]>();
  for (const run of runs) {
    const value = field.value(run);
    const key = value === null ? '' : typeof value === 'number' ? String(value) : textOf(value);
    const members = groups.get(key);
    if (members) members.push(run);
    else groups.set(key, [run]);
  }
  return groups;
}
