import type { Parameter, Setting, Space } from '../contract/schemas/study.ts';
import { isSame } from './dimension.ts';
import { searchOption, type Base } from './option.ts';
import type { Within } from './search-option.ts';
import { settingAt } from './settings.ts';
import { valuesOf, whenOf, type When } from './when.ts';

/**
 * What of the picked parameters is searched on this base: those whose options it has, each with the conditions that its option needs. A
 * parameter whose option exists only beside another's value asks for that value where the other is searched, and rests where the base has
 * another one; so does a condition of the user's own. What rests comes back when the base has its option again.
 */
export function pickedSpace(picked: Space, base: Base): Space {
  const known = new Map<string, Parameter | null>();
  const read = (path: string): Parameter | null => {
    const before = known.get(path);
    if (before !== undefined) return before;
    // Conditions that go in a circle never hold.
    known.set(path, null);
    const parameter = Object.hasOwn(picked, path) ? active(path, picked[path]!) : null;
    known.set(path, parameter);
    return parameter;
  };

  function active(path: string, parameter: Parameter): Parameter | null {
    const option = searchOption(base, path);
    if (option === null || restsInPart(path)) return null;
    const { when: own = {}, ...values } = parameter;
    const when: When = {};
    for (const condition of [...option.within, ...Object.entries(own).map(asWithin)]) {
      const left = valuesLeft(condition);
      if (left === 'none') return null;
      if (left !== 'all') when[condition.path] = whenOf(left);
    }
    return Object.keys(when).length === 0 ? values : { ...values, when };
  }

  /** The values of the other option beside which this one is searched. */
  function valuesLeft({ path, values }: Within): readonly Setting[] | 'all' | 'none' {
    const isOne = (value: unknown): boolean => values.some((one) => isSame(one, value as Setting));
    const other = read(path);
    if (other === null) return isOne(settingAt(base, path)) ? 'all' : 'none';
    if (!('choices' in other)) return values;
    const left = other.choices.filter(isOne);
    return left.length === 0 ? 'none' : left.length === other.choices.length && !other.when ? 'all' : left;
  }

  /** Whether a part around the option is searched as a whole, or left out by the base. */
  const restsInPart = (path: string): boolean => {
    const names = path.split('.');
    return names.slice(2).some((_, i) => {
      const outer = names.slice(0, i + 2).join('.');
      return Object.hasOwn(picked, outer) || settingAt(base, outer) === null;
    });
  };

  return Object.fromEntries(
    Object.keys(picked).flatMap((path) => {
      const parameter = read(path);
      return parameter === null ? [] : [[path, parameter]];
    }),
  );
}

const asWithin = ([path, value]: [string, Setting | Setting[]]): Within => ({
  path,
  values: valuesOf(value),
});
