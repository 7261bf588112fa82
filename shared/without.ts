/**
 * A copy of a record without some of its fields: for what is kept or sent in a shorter form than it was told in. What is left is
 * not copied deeper.
 */
export function without<T extends object, K extends keyof T>(record: T, ...fields: readonly K[]): Omit<T, K> {
  const left = Object.entries(record).filter(([field]) => !(fields as readonly PropertyKey[]).includes(field));
  return Object.fromEntries(left) as Omit<T, K>;
}
