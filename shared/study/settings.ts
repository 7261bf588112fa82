import type { Setting, Settings } from '../contract/schemas/study.ts';
import { isSame } from './dimension.ts';

/** Anything with places in it: a run's request. */
type Tree = Readonly<Record<string, unknown>>;

/** What stands at a path; undefined where nothing does. */
export function settingAt(tree: Tree, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, name) => (isTree(value) && Object.hasOwn(value, name) ? value[name] : undefined), tree);
}

/** A copy with these values at their paths; what is not on the way is shared. Parts that are missing on the way are made. */
export function withSettings<T extends object>(tree: T, settings: Settings): T {
  return Object.entries(settings).reduce<T>((result, [path, value]) => put(result, path.split('.'), value) as T, tree);
}

/** Whether all settings stand in a tree: a schema leaves out what it does not know. */
export function lostSetting(tree: Tree, settings: Settings): string | null {
  const lost = Object.entries(settings).find(([path, value]) => !holds(settingAt(tree, path), value));
  return lost ? lost[0] : null;
}

/** Whether a parsed value has all of what was set; it may have defaults beside. */
function holds(value: unknown, set: Setting): boolean {
  if (value === undefined) return false;
  if (!isTree(set)) return isSame(value as Setting, set);
  return isTree(value) && Object.entries(set).every(([name, part]) => holds(value[name], part as Setting));
}

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null;

function put(tree: unknown, [name = '', ...rest]: readonly string[], value: Setting): unknown {
  const set = (inner: unknown): unknown => (rest.length === 0 ? value : put(inner, rest, value));
  if (Array.isArray(tree)) {
    const place = Number(name);
    return Number.isInteger(place) && place < tree.length
      ? tree.map((part, i) => (i === place ? set(part) : (part as unknown)))
      : tree;
  }
  const known = isTree(tree) ? tree : {};
  return { ...known, [name]: set(Object.hasOwn(known, name) ? known[name] : undefined) };
}
