/**
 * What the weights of one layer are called within it, by their paths: `kernel` of `dense/kernel`, `forward/kernel` of `bidirectional/forward/kernel`. It is
 * what is left of each without the folders that all of them lie in.
 */
export function ownNames(paths: readonly string[]): string[] {
  const parts = paths.map((path) => path.split('/'));
  if (parts.length === 0) return [];
  const deepest = Math.min(...parts.map(({ length }) => length - 1));
  let shared = 0;
  while (shared < deepest && parts.every((path) => path[shared] === parts[0]![shared])) shared++;
  return parts.map((path) => path.slice(shared).join('/'));
}

/** Weights of one layer with their own names. */
export function named<T extends { readonly path: string }>(weights: readonly T[]): (T & { readonly name: string })[] {
  const names = ownNames(weights.map(({ path }) => path));
  return weights.map((weight, i) => ({ ...weight, name: names[i]! }));
}
