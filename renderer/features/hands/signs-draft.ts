import type { HandInfo } from '../../../shared/contract/schemas/hand.ts';
import { cleanName } from '../../../shared/contract/schemas/name.ts';
import { classNameSchema } from '../../../shared/contract/schemas/task.ts';

/** A sign of a hand while its signs are edited. */
export interface SignDraft {
  readonly name: string;
  /** What it was called before; null: it is new. */
  readonly was: string | null;
  /** Its drawings. */
  readonly count: number;
}

/** Signs as `hands.update` takes them. */
export type SignChange = Pick<SignDraft, 'name' | 'was'>;

export const signsOfHand = ({ classes, counts }: Pick<HandInfo, 'classes' | 'counts'>): SignDraft[] =>
  classes.map((name, i) => ({ name, was: name, count: counts[i] ?? 0 }));

/** With the sign at `from` brought to `to`; the same where there is no such place. */
export function moved(signs: readonly SignDraft[], from: number, to: number): readonly SignDraft[] {
  if (to < 0 || to >= signs.length) return signs;
  const others = signs.filter((_, i) => i !== from);
  return [...others.slice(0, to), signs[from]!, ...others.slice(to)];
}

/** With new signs at the end; those whose names are there already are left out. */
export function added(signs: readonly SignDraft[], names: readonly string[]): readonly SignDraft[] {
  const known = new Set(signs.map(({ name }) => cleanName(name)));
  const fresh = names.filter((name) => !known.has(name));
  return [...signs, ...fresh.map((name) => ({ name, was: null, count: 0 }))];
}

/** What is wrong with the names: `empty` also where one is too long. Null: nothing. */
export function problemOf(signs: readonly SignDraft[]): 'few' | 'many' | 'empty' | 'same' | null {
  const names = signs.map(({ name }) => classNameSchema.safeParse(name));
  if (names.some(({ success }) => !success)) return 'empty';
  if (signs.length < 2) return 'few';
  if (signs.length > 1000) return 'many';
  return new Set(names.map(({ data }) => data)).size < signs.length ? 'same' : null;
}

/** Whether saving would change anything. */
export const isChanged = (signs: readonly SignDraft[], { classes }: Pick<HandInfo, 'classes'>): boolean =>
  signs.length !== classes.length ||
  signs.some(({ name, was }, i) => cleanName(name) !== classes[i] || was !== classes[i]);

/** What takes a change back: the signs of before, each named as it was; one that was removed is taken in again by its name. */
export const reversed = (classes: readonly string[], changes: readonly SignChange[]): SignChange[] =>
  classes.map((name) => ({ name, was: changes.find(({ was }) => was === name)?.name ?? null }));
