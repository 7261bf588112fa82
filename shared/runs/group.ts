import type { RunGroup, RunId } from '../contract/schemas/run.ts';
import type { RunSummary } from '../contract/schemas/run-summary.ts';
import { spreadOf, type Spread } from './spread.ts';

/** The results of a group's runs together. */
export interface GroupSummary {
  readonly id: RunId;
  readonly kind: RunGroup['kind'];
  /** Runs that the group was started with; some may have been deleted. */
  readonly count: number;
  /** Runs that are finished. */
  readonly done: number;
  /** Test accuracy of the finished runs on the first data set that has a test split; null if there is none. */
  readonly test: Spread | null;
  /** Validation accuracy of the finished runs, for the weights that were tested; null without validation. */
  readonly validation: Spread | null;
}

/** Summary of one group's runs, in any order; null if there is none. Pure. */
export function summarizeGroup(runs: readonly RunSummary[]): GroupSummary | null {
  const group = runs[0]?.spec.group;
  if (!group) return null;
  const finished = runs.filter((run) => run.status === 'finished');
  const { id, kind, count } = group;
  return {
    id,
    kind,
    count,
    done: finished.length,
    test: spreadOf(finished.flatMap((run) => run.result?.tests[0]?.accuracy ?? [])),
    validation: spreadOf(finished.flatMap((run) => keptValidation(run) ?? [])),
  };
}

/** A run or a summary of it. */
interface Grouped {
  readonly spec: { readonly group?: RunGroup | undefined };
}

/** Runs by their group, those of a group by their place in it; runs of no group are left out. */
export function groupRuns<R extends Grouped>(runs: readonly R[]): Map<RunId, R[]> {
  const groups = new Map<RunId, R[]>();
  for (const run of runs) {
    const { group } = run.spec;
    if (!group) continue;
    const members = groups.get(group.id);
    if (members) members.push(run);
    else groups.set(group.id, [run]);
  }
  const place = (run: R): number => run.spec.group?.index ?? 0;
  for (const members of groups.values()) members.sort((a, b) => place(a) - place(b));
  return groups;
}

/** Validation accuracy of the weights that a run kept: the best epoch's where its recipe restores them, else the last one's. */
export function keptValidation({
  spec,
  best,
  lastValidation,
}: Pick<RunSummary, 'spec' | 'best' | 'lastValidation'>): number | null {
  const kept = spec.recipe.earlyStopping?.restoreBest ? best?.validation : lastValidation;
  return kept?.accuracy ?? null;
}
