import { toRaw } from 'vue';

/**
 * A value without Vue's proxies, at any depth of its arrays and objects: the desktop's port copies what it carries, and
 * refuses a proxy. Bytes and whatever else is no plain data stay what they are.
 */
export function plain<T>(value: T): T {
  const raw: unknown = toRaw(value);
  if (Array.isArray(raw)) return raw.map(plain) as T;
  if (raw === null || typeof raw !== 'object' || Object.getPrototypeOf(raw) !== Object.prototype) return raw as T;
  return Object.fromEntries(Object.entries(raw).map(([key, part]) => [key, plain(part)])) as T;
}
