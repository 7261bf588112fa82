import type { Random } from '../../shared/random/random.ts';
import { mutateBytes } from './mutate-bytes.ts';

const nested = (depth: number): unknown => {
  let value: unknown = 0;
  for (let i = 0; i < depth; i++) value = i % 2 === 0 ? [value] : { layers: value };
  return value;
};

/** What no schema should trip over in any place. */
const STRANGE: readonly (() => unknown)[] = [
  () => null,
  () => undefined,
  () => true,
  () => 0,
  () => -1,
  () => 0.5,
  () => 1e308,
  () => Number.MAX_SAFE_INTEGER + 1,
  () => 4_294_967_296,
  () => '',
  () => 'constructor',
  () => '__proto__',
  () => '../../etc/passwd',
  () => '\0\u202e\ud800',
  () => 'x'.repeat(5000),
  () => '9'.repeat(400),
  () => [],
  () => ({}),
  () => [[], [[]]],
  () => new Array<number>(5000).fill(0),
  () => JSON.parse('{"__proto__":{"polluted":1}}') as unknown,
  () => nested(40),
  () => nested(2000),
];

type Container = Record<string, unknown>;

const isContainer = (value: unknown): value is Container =>
  typeof value === 'object' && value !== null && !(value instanceof Uint8Array);

/** Plain data of ours go no deeper; what does is one of the strange values, and stays whole. */
const DEEPEST = 30;

/** `structuredClone` comes to the end of its stack over what is nested too deep. */
const clone = (value: unknown, depth = 0): unknown => {
  if (!isContainer(value) || depth > DEEPEST) return value;
  if (Array.isArray(value)) return value.map((each) => clone(each, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, clone(each, depth + 1)]));
};

/** Every place in a value: who holds it, and under which key. */
function places(value: unknown, depth = 0): { readonly holder: Container; readonly key: string }[] {
  if (!isContainer(value) || depth > DEEPEST) return [];
  return Object.keys(value).flatMap((key) => [{ holder: value, key }, ...places(value[key], depth + 1)]);
}

/** What holds more is not repeated hundreds of times: twice of that would be millions of places. */
const SMALL = 100;

/** One change of a value, in place: something strange, something of its own from elsewhere, a field more or less. */
function change(root: Container, random: Random): void {
  const all = places(root);
  if (all.length === 0) return;
  const { holder, key } = all[random.integer(all.length)]!;
  const own = holder[key];
  const kind = random.integer(6);
  if (kind === 0) Reflect.deleteProperty(holder, key);
  else if (kind === 1) holder[`${key}x`] = clone(own);
  else if (kind === 2) {
    const other = all[random.integer(all.length)]!;
    holder[key] = clone(other.holder[other.key]);
  } else if (typeof own === 'number' && random.chance(0.5))
    holder[key] = own * [-1, 2, 1.5, 1e6, 0][random.integer(5)]!;
  else if (own instanceof Uint8Array) holder[key] = mutateBytes(own, random);
  else if (Array.isArray(own) && own.length > 0 && random.chance(0.5))
    holder[key] = Array.from({ length: random.integer(places(own).length < SMALL ? 300 : 3) }, (_, i) =>
      clone(own[i % own.length]),
    );
  else holder[key] = STRANGE[random.integer(STRANGE.length)]!();
}

/** What plain data becomes by one to four changes; `seed` itself stays as it is. */
export function mutateValue(seed: unknown, random: Random): unknown {
  const root: Container = { value: clone(seed) };
  for (let i = 0, changes = 1 + random.integer(4); i < changes; i++) change(root, random);
  return root['value'];
}

/** The same as JSON, of which every fifth has changes in its text too. */
export function mutateJson(seed: unknown, random: Random): Uint8Array {
  const text = Buffer.from(JSON.stringify(mutateValue(seed, random)) ?? '');
  return random.chance(0.2) ? mutateBytes(text, random) : text;
}
