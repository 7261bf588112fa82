import type { Parameter, Setting, Space } from '../contract/schemas/study.ts';

/** The conditions of a parameter, by the paths of the options that they ask about. */
export type When = NonNullable<Parameter['when']>;

/** A condition's values; one that is a list itself, as a size is, stands in a list of its own. */
export const valuesOf = (condition: Setting | Setting[]): readonly Setting[] =>
  Array.isArray(condition) ? (condition as Setting[]) : [condition];

/** The other way round: one value stands alone, unless it would be read as several. */
export const whenOf = (values: readonly Setting[]): Setting | Setting[] =>
  values.length === 1 && !Array.isArray(values[0]) ? values[0]! : [...values];

/**
 * The options of a space that one of them may be made to depend on: those with some values, but for itself, those that it depends on
 * already, and those that depend on it, by way of others too. Conditions of the space may go in a circle.
 */
export function possibleConditions(space: Space, path: string): string[] {
  const dependsOnIt = (other: string, before: readonly string[] = []): boolean =>
    !before.includes(other) &&
    Object.keys(space[other]?.when ?? {}).some((next) => next === path || dependsOnIt(next, [...before, other]));
  const has = space[path]?.when ?? {};
  return Object.entries(space)
    .filter(([other, parameter]) => other !== path && 'choices' in parameter && !Object.hasOwn(has, other))
    .map(([other]) => other)
    .filter((other) => !dependsOnIt(other));
}
