/** How much a value of plain data is. */
export interface Measure {
  /** Arrays and objects inside each other; 0 for anything else. */
  readonly depth: number;
  /** Bytes of all its Uint8Arrays. */
  readonly bytes: number;
}

/**
 * The most arrays and objects that are visited. A port keeps shared references, so a few objects could expand to a
 * great many.
 */
const MOST_CONTAINERS = 1_000_000;

/**
 * Measures a value without recursion, so that no depth overflows the stack; it goes no deeper than one step beyond
 * `deepest`. The depth of what has too many arrays and objects is Infinity.
 */
export function measure(value: unknown, deepest: number): Measure {
  let [depth, bytes, containers] = [0, 0, 0];
  let level = [value].filter(isObject);
  while (level.length > 0) {
    const next: object[] = [];
    let inside = false;
    for (const one of level) {
      if (one instanceof Uint8Array) {
        bytes += one.length;
        continue;
      }
      inside = true;
      if (++containers > MOST_CONTAINERS) return { depth: Infinity, bytes };
      // Most entries are numbers and texts, which need no visit.
      for (const entry of Array.isArray(one) ? (one as unknown[]) : Object.values(one))
        if (isObject(entry)) next.push(entry);
    }
    if (inside && ++depth > deepest) break;
    level = next;
  }
  return { depth, bytes };
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
