import { createClosing } from './closing.ts';
import type { Transport } from './transport.ts';

/**
 * Two ends of a channel inside one process. Messages are copied as a structured clone would copy them and arrive later,
 * in order, so that what works here works over a real port.
 */
export function createMemoryPair(): [Transport, Transport] {
  const closing = createClosing();
  const inboxes: [Inbox, Inbox] = [createInbox(), createInbox()];
  const end = (own: Inbox, other: Inbox): Transport => ({
    post(message) {
      const copy = clone(message);
      if (!closing.done) other.put(copy);
    },
    onMessage: (listener) => own.open(listener),
    onClose: (listener) => void closing.onClose(listener),
    close: () => void Promise.resolve().then(() => closing.happen()),
  });
  return [end(inboxes[0], inboxes[1]), end(inboxes[1], inboxes[0])];
}

interface Inbox {
  put(message: unknown): void;
  open(listener: (message: unknown) => void): void;
}

/** Holds messages back until somebody listens, as a port does before it is started. */
function createInbox(): Inbox {
  const waiting: unknown[] = [];
  let listener: ((message: unknown) => void) | null = null;
  const flush = () => {
    while (listener && waiting.length > 0) listener(waiting.shift());
  };
  return {
    put(message) {
      waiting.push(message);
      void Promise.resolve().then(flush);
    },
    open(next) {
      listener = next;
      void Promise.resolve().then(flush);
    },
  };
}

/**
 * Copies what every transport carries: primitives, arrays, plain objects and Uint8Array. Anything else (a function, a
 * class instance, a symbol) throws, as postMessage would, so that it is found in a test and not on a user's machine.
 */
function clone(value: unknown): unknown {
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
