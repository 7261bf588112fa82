import { AppError } from '../../../shared/contract/errors.ts';
import { cleanName, cutName } from '../../../shared/contract/schemas/name.ts';
import { LONGEST_NAME } from '../../../shared/contract/schemas/task.ts';
import { MOST_CLASSES } from '../../../shared/task/join.ts';

export interface Classes {
  readonly names: readonly string[];
  /** Whether they are numbers that no file has names for. */
  readonly numeric: boolean;
  /** Places of names that were longer than a class's may be. */
  readonly cut: readonly number[];
  /** The place of each label in `names`. */
  readonly places: ReadonlyMap<number | string, number>;
}

const collator = new Intl.Collator('en', { numeric: true });

/**
 * The classes of a data set, from the labels that its images have and the names that its files give to numbers. Throws
 * `classes-too-few` {count} for fewer than `fewest`, and `classes-too-many` {count, most}.
 */
export function classesOf(
  labels: Iterable<number | string>,
  naming: ReadonlyMap<number, string> | null,
  fewest = 2,
): Classes {
  const values = [...new Set(labels)];
  const numbers = values.filter((value): value is number => typeof value === 'number');
  const numeric = numbers.length === values.length && naming === null;
  const listed = naming ? named(values, naming) : numeric ? numbered(numbers) : byName(values);
  if (listed.length < fewest) throw new AppError('classes-too-few', { count: listed.length });
  if (listed.length > MOST_CLASSES)
    throw new AppError('classes-too-many', { count: listed.length, most: MOST_CLASSES });
  const names = listed.map(({ name }) => cleanName(name));
  return {
    names: unique(names),
    cut: [...names.keys()].filter((place) => names[place]!.length > LONGEST_NAME),
    numeric,
    places: new Map(listed.map(({ label }, place) => [label, place])),
  };
}

interface Listed {
  readonly label: number | string;
  readonly name: string;
}

/** All numbers that have names, also those without images; then, as their own names, the labels without one. */
function named(values: readonly (number | string)[], naming: ReadonlyMap<number, string>): Listed[] {
  const known = [...naming].sort(([a], [b]) => a - b).map(([label, name]) => ({ label, name }));
  return [...known, ...byName(values.filter((value) => typeof value === 'string' || !naming.has(value)))];
}

/**
 * Numbers up to 9 are digits: all from 0 on, also those that do not occur. From 1 on: as many as there are. Larger ones
 * with few gaps: all from 0 on. Anything else, code points for one, is a list of names that happen to be numbers.
 */
function numbered(numbers: readonly number[]): Listed[] {
  // Not by spreading: a column of ids has more numbers than a call takes arguments.
  const least = numbers.reduce((low, number) => Math.min(low, number), Infinity);
  const most = numbers.reduce((high, number) => Math.max(high, number), -Infinity);
  const isDense = most < MOST_CLASSES && 2 * numbers.length >= most;
  if (least >= 0 && most <= 9) return range(0, Math.max(1, most));
  if (least === 1 && isDense) return range(1, most);
  if (least >= 0 && isDense) return range(0, most);
  return byName(numbers);
}

const range = (from: number, to: number): Listed[] =>
  Array.from({ length: to - from + 1 }, (_, i) => ({ label: from + i, name: String(from + i) }));

const byName = (values: readonly (number | string)[]): Listed[] =>
  values.map((label) => ({ label, name: String(label) })).sort((a, b) => collator.compare(a.name, b.name));

/** Names that fit a task: cut where they are too long, numbered where they are then the same. */
function unique(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const cut = cutName(name, LONGEST_NAME) || '?';
    let free = cut;
    for (let number = 2; taken.has(free); number++) free = `${cutName(cut, LONGEST_NAME - 5)} ${number}`;
    taken.add(free);
    return free;
  });
}
