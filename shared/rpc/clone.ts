/**
 * Copies what every transport carries: primitives, arrays, plain objects and Uint8Array. Anything else (a function, a
 * class instance, a symbol) throws, as postMessage would, so that it is found in a test and not on a user's machine.
 */
export function clone(value: unknown): unknown {
  if (typeof value === 'function' || typeof value === 'symbol')
    throw new TypeError(`cannot be cloned: ${typeof value}`);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array) return new Uint8Array(value);
  if (Array.isArray(value)) return value.map(clone);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null)
    throw new TypeError(`cannot be cloned: ${value.constructor.name}`);
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, clone(entry)]));
}
