/** As Keras's naming.to_snake_case. */
export const snakeCase = (name: string): string =>
  name
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();

/**
 * Gives a model's layers, in the file's order, the names of their places in Keras 3's model.weights.h5: by class, counted in each
 * model: dense, dense_1. All layers count but a Sequential's input, which has no weights anyway.
 */
export function countPlaces(): (type: string) => string {
  const counts = new Map<string, number>();
  return (type) => {
    const base = snakeCase(type);
    const count = counts.get(base) ?? 0;
    counts.set(base, count + 1);
    return count === 0 ? base : `${base}_${count}`;
  };
}
