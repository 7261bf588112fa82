import type { Run, RunId } from '../contract/schemas/run.ts';

/** So many lines are compared at once. */
export const MOST_LINES = 12;

/** A run or a group of runs that is compared, by its id, and which of the colours it has: it keeps that when others come and go. */
export interface ComparedId {
  readonly id: RunId;
  /** From 1 to MOST_LINES. */
  readonly color: number;
}

/** Runs that are one line: one of them, or the seeds of a group together. */
export interface ComparedLine extends ComparedId {
  readonly runs: readonly Run[];
  readonly name: string;
}

/**
 * What an address says of the runs to compare: `a,b~3`, an id each, with its colour where that is not its place. Takes at most
 * MOST_LINES, each once; what is no id is left out.
 */
export function parseCompared(text: string): ComparedId[] {
  const list: ComparedId[] = [];
  const wishes = text.split(',').map((part) => /^([a-z0-9][a-z0-9-]{2,63})(?:~(\d{1,2}))?$/.exec(part));
  for (const match of wishes) {
    const [, id, wish] = match ?? [];
    if (id === undefined || list.some((one) => one.id === id) || list.length === MOST_LINES) continue;
    const color = Number(wish ?? 0);
    const free = color >= 1 && color <= MOST_LINES && list.every((one) => one.color !== color);
    list.push({ id, color: free ? color : freeColor(list) });
  }
  return list;
}

/** The same as text. */
export const comparedText = (list: readonly ComparedId[]): string =>
  list.map(({ id, color }, place) => (color === freeColor(list.slice(0, place)) ? id : `${id}~${color}`)).join(',');

/** The first colour that none has. */
export const freeColor = (list: readonly Pick<ComparedId, 'color'>[]): number => {
  const taken = new Set(list.map(({ color }) => color));
  for (let color = 1; ; color++) if (!taken.has(color)) return color;
};

/**
 * The lines of these ids. An id is a run's, or that of a group: all of its runs. Runs of one group of seeds that are named apart are one
 * line too, unless `apart`, when each run is a line. Ids without a run are told as `missing`.
 */
export function comparedLines(
  ids: readonly ComparedId[],
  runs: ReadonlyMap<RunId, Run>,
  apart: boolean,
): { readonly lines: readonly ComparedLine[]; readonly missing: readonly RunId[] } {
  const lines: ComparedLine[] = [];
  const missing: RunId[] = [];
  for (const { id, color } of ids) {
    const own = runs.get(id);
    const members = own ? [own] : membersOf(id, runs);
    if (members.length === 0) missing.push(id);
    else if (apart) for (const run of members) add(lines, { id: run.id, color, runs: [run], name: run.spec.name }, ids);
    else {
      const group = seedsOf(members[0]!);
      const together = lines.find((line) => group !== null && seedsOf(line.runs[0]!) === group);
      if (together) join(lines, together, members);
      else add(lines, { id, color, runs: members, name: own ? own.spec.name : groupName(members[0]!) }, ids);
    }
  }
  return { lines, missing };
}

/** The members of a group are named after it, and numbered: `Quick 1/3`. */
export const groupName = ({ spec }: { readonly spec: { readonly name: string } }): string =>
  spec.name.replace(/ \d+\/\d+$/, '');

/** The group's id where its runs are the same run with other seeds. */
const seedsOf = ({ spec: { group } }: Run): RunId | null => (group?.kind === 'seeds' ? group.id : null);

const membersOf = (group: RunId, runs: ReadonlyMap<RunId, Run>): Run[] =>
  [...runs.values()]
    .filter(({ spec }) => spec.group?.id === group)
    .sort((a, b) => a.spec.group!.index - b.spec.group!.index);

/** A further run of a group gets a colour that is nobody else's, so that the others keep theirs. */
function add(lines: ComparedLine[], line: ComparedLine, ids: readonly ComparedId[]): void {
  if (lines.length === MOST_LINES || lines.some(({ id }) => id === line.id)) return;
  const taken = lines.some(({ color }) => color === line.color);
  lines.push(taken ? { ...line, color: ownColor([...ids, ...lines]) ?? freeColor(lines) } : line);
}

/** Null: all are taken. */
function ownColor(all: readonly Pick<ComparedId, 'color'>[]): number | null {
  const color = freeColor(all);
  return color > MOST_LINES ? null : color;
}

function join(lines: ComparedLine[], line: ComparedLine, more: readonly Run[]): void {
  const runs = [...line.runs, ...more.filter(({ id }) => line.runs.every((one) => one.id !== id))];
  lines[lines.indexOf(line)] = { ...line, runs, name: groupName(runs[0]!) };
}
