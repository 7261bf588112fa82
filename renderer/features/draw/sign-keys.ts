/** Keys that may stand for a sign whose name is not a key itself: those nearest at hand first. */
const SPARE = [...'123456789abcdefghijklmnopqrstuvwxyz'];

const isTyped = (sign: string): boolean => /^[!-~]$/.test(sign);

/** Of a hand's signs those whose names begin so, in their order. */
export const narrowed = (signs: readonly string[], typed: string): string[] =>
  signs.filter((sign) => sign.toLowerCase().startsWith(typed.toLowerCase()));

/** The sign that Enter takes after `typed`: the one of that very name, else the first that begins so; undefined where none does. */
export function meantBy(signs: readonly string[], typed: string): string | undefined {
  const shown = narrowed(signs, typed);
  return shown.find((sign) => sign === typed) ?? shown.find((sign) => sign.length === typed.length) ?? shown[0];
}

/**
 * For each sign that is shown after `typed` the key that takes it: its own where its name is one that every keyboard has, else a spare
 * one with which no name goes on, as long as there are any.
 */
export function signKeys(signs: readonly string[], typed: string): ReadonlyMap<string, string> {
  const spare = SPARE.filter((key) => narrowed(signs, typed + key).length === 0);
  const keys = new Map<string, string>();
  for (const sign of narrowed(signs, typed)) {
    const key = isTyped(sign) ? sign : spare.shift();
    if (key !== undefined) keys.set(sign, key);
  }
  return keys;
}

/**
 * What a key means after `typed`: a sign that is taken, or what is typed then. A sign whose whole name the key is, is taken at once where
 * nothing was typed before; then a name goes on being typed, and last come the keys that stand for signs. Null: it means nothing.
 */
export function signFor(
  signs: readonly string[],
  typed: string,
  key: string,
): { readonly taken: string } | { readonly typed: string } | null {
  const took = (sign: string | undefined) => (sign === undefined ? null : { taken: sign });
  if (key === 'Enter') return took(typed === '' ? undefined : meantBy(signs, typed));
  if (key === 'Backspace') return typed === '' ? null : { typed: [...typed].slice(0, -1).join('') };
  if (typed === '' && signs.includes(key)) return { taken: key };
  const isCharacter = [...key].length === 1;
  if (isCharacter && narrowed(signs, typed + key).length > 0) return { typed: typed + key };
  return took([...signKeys(signs, typed)].find(([, own]) => own === key)?.[0]);
}
