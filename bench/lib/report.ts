import { isMet, type Goal } from './goals.ts';
import { machineText, type Machine } from './machine.ts';
import { tableMarkdown, tableText, type Table } from './table.ts';

/** The results of a run of the suite: bench/results/DATE.json. */
export interface Report {
  readonly version: 1;
  /** ISO, of the start. */
  readonly date: string;
  readonly quick: boolean;
  readonly machine: Machine;
  readonly parts: readonly PartReport[];
}

export interface PartReport {
  readonly name: string;
  readonly tables: readonly Table[];
  readonly goals: readonly Goal[];
  /** Everything measured. */
  readonly data: unknown;
  /** How long it took. */
  readonly seconds: number;
  /** Why it has no result; null if it has one. */
  readonly failure: string | null;
}

/** For a terminal, or as Markdown for docs/benchmarks.md. */
export function reportText(report: Report, style: 'text' | 'markdown'): string {
  const table = style === 'text' ? tableText : tableMarkdown;
  const goals = report.parts.flatMap((part) => part.goals);
  const failures = report.parts.flatMap(({ name, failure }) =>
    failure === null ? [] : [`${name} failed: ${failure}`],
  );
  return [
    header(report),
    ...report.parts.flatMap((part) => part.tables).map(table),
    ...(goals.length > 0 ? [table(goalTable(goals))] : []),
    ...failures,
  ].join('\n\n');
}

function header({ date, quick, machine }: Report): string {
  const commit = machine.commit === null ? '' : `, commit ${machine.commit}`;
  const load =
    machine.loadAverage > 0.5 ? ` The machine was busy before (load ${machine.loadAverage.toFixed(1)}).` : '';
  const look = quick ? ' A quick look: few rounds and images.' : '';
  return `Measured on ${date.slice(0, 10)}: ${machineText(machine)}${commit}.${load}${look}`;
}

const goalTable = (goals: readonly Goal[]): Table => ({
  title: 'Goals',
  columns: ['what', 'measured', 'wanted', 'met'],
  rows: goals.map((goal) => [goal.what, goal.words[0], `${goal.bound} ${goal.words[1]}`, isMet(goal) ? 'yes' : 'no']),
});
