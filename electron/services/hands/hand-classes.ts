import { AppError } from '../../../shared/contract/errors.ts';
import { checkNames } from '../datasets/check-names.ts';
import type { HandClass, HandRecord } from './hand-record.ts';
import type { StoredHand } from './hand-store.ts';

/** A class of a hand after a change: what it is called, and what it was; null: it is new. */
export interface ClassChange {
  readonly name: string;
  readonly was: string | null;
}

/** Throws `classes-too-few` {count}, `class-names-invalid` {expected, given}. */
function checkedNames(names: readonly string[]): string[] {
  if (names.length < 2) throw new AppError('classes-too-few', { count: names.length });
  return checkNames(names, names.length);
}

/** The classes of a new hand. Throws `classes-too-few` {count}, `class-names-invalid` {expected, given}. */
export const newClassesOf = (names: readonly string[]): HandClass[] =>
  classesFor(checkedNames(names).map((name) => ({ name, was: null })));

/** A hand's classes after changes. Throws `hand-class-used` {name, count}, `classes-too-few` {count}, `class-names-invalid` {expected, given}. */
export function changedClasses(
  { record, sittings }: StoredHand,
  changes: readonly ClassChange[],
): Pick<HandRecord, 'classes' | 'removed'> {
  const names = checkedNames(changes.map(({ name }) => name));
  const samples = [...sittings.values()].flatMap((sitting) => [...sitting.samples.values()]);
  const classes = classesFor(
    changes.map(({ was }, i) => ({ name: names[i]!, was })),
    record,
    samples.flatMap(({ label, firstLabel }) => [label, firstLabel]),
  );
  const kept = new Set(classes.map(({ id }) => id));
  const removed = record.classes.filter(({ id }) => !kept.has(id));
  for (const { id, name } of removed) {
    const count = samples.filter(({ label, deleted }) => label === id && !deleted).length;
    if (count > 0) throw new AppError('hand-class-used', { name, count });
  }
  return { classes, removed: [...record.removed.filter(({ id }) => !kept.has(id)), ...removed] };
}

/** A hand with more classes, at the end. Throws `class-names-invalid` {expected, given}. */
export const withClasses = (hand: StoredHand, names: readonly string[]): HandRecord => ({
  ...hand.record,
  ...changedClasses(hand, [
    ...hand.record.classes.map(({ name }) => ({ name, was: name })),
    ...names.map((name) => ({ name, was: null })),
  ]),
});

/**
 * A class for each name; those that were there keep their ids, one that is taken in again has the id that it had, and no id is ever
 * used for another class: not even one that drawings have (`used`) and the record has lost, as after a copy of half a folder.
 */
function classesFor(
  names: readonly ClassChange[],
  { classes, removed }: Pick<HandRecord, 'classes' | 'removed'> = { classes: [], removed: [] },
  used: readonly string[] = [],
): HandClass[] {
  const ids = new Set([...classes, ...removed].map(({ id }) => id).concat(used));
  let next = Math.max(-1, ...[...ids].map((id) => Number(id.slice(1)))) + 1;
  const idOf = (among: readonly HandClass[], name: string | null): string | undefined =>
    among.find((each) => each.name === name)?.id;
  return names.map(({ name, was }) => {
    const id = was === null ? idOf(removed, name) : idOf(classes, was);
    return { id: id ?? `c${next++}`, name };
  });
}
