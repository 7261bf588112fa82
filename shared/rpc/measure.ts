/** How much a value of plain data is. */
export interface Measure {
  /** Arrays and objects inside each other; 0 for anything else. */
  readonly depth: number;
  /** Of all its Uint8Arrays. */
  readonly bytes: number;
}

/** Arrays and objects that are looked at. A port keeps one that is named twice one, so a few could stand for a great many. */
const MOST_CONTAINERS = 1_000_000;

/**
 * Measures a value without calling itself, so that no depth ends it: it looks no further than one step beyond `deepest`. The
 * depth of what has too many arrays and objects is Infinity.
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
      // Numbers and texts, which most entries are, need no look.
      for (const entry of Array.isArray(one) ? (one as unknown[]) : Object.values(one))
        if (isObject(entry)) next.push(entry);
    }
    if (inside && ++depth > deepest) break;
    level = next;
  }
  return { depth, bytes };
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
