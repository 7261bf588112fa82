import { nextTick } from 'vue';

/**
 * The share of its time that the window's thread may spend on drawing a run's progress. Other threads and processes
 * take as long again to draw, and while they hold one processor, the training's threads on the others wait for it.
 */
const SHARE = 0.004;
/** The longest wait for the next picture, however long the last one took, milliseconds. */
const LONGEST_REST = 4000;
/** Messages that arrive within so many milliseconds are shown in one picture: the host sends several at a time. */
const GATHER = 10;

const waiting = new Set<() => void>();
let due = -Infinity;

/**
 * Calls `act`, which shows a run's progress, with the next picture; asking twice before that calls it once. Without a
 * graphics card, drawing takes time from the training, so the longer the last picture took, the later the next one
 * comes.
 */
export function showGrowth(act: () => void): void {
  waiting.add(act);
  if (waiting.size === 1) setTimeout(() => void picture(), Math.max(GATHER, due - performance.now()));
}

/** Values that wait for the next picture: of each key the newest is shown. */
export interface NextPicture<Key, Value> {
  set(key: Key, value: Value): void;
  /** The value that waits under a key. */
  get(key: Key): Value | undefined;
  delete(key: Key): void;
  clear(): void;
}

/** `show` is called with the next picture, once for each key that was set since the one before. */
export function withNextPicture<Key, Value>(show: (value: Value, key: Key) => void): NextPicture<Key, Value> {
  const values = new Map<Key, Value>();
  const showAll = (): void => {
    values.forEach(show);
    values.clear();
  };
  return {
    set(key, value) {
      values.set(key, value);
      showGrowth(showAll);
    },
    get: (key) => values.get(key),
    delete: (key) => void values.delete(key),
    clear: () => values.clear(),
  };
}

async function picture(): Promise<void> {
  const begun = performance.now();
  const rest = (spent: number): void => void (due = begun + Math.min(LONGEST_REST, spent / SHARE));
  let patched = 0;
  // Asked for first, so that it is called before the charts that are painted in the same frame. A hidden page has none.
  if (!document.hidden) {
    requestAnimationFrame(() => {
      const frame = performance.now();
      // The next task comes after the frame's style, layout and paint.
      setTimeout(() => rest(patched + performance.now() - frame));
    });
  }
  const acts = [...waiting];
  waiting.clear();
  for (const act of acts) act();
  await nextTick();
  patched = performance.now() - begun;
  rest(patched);
}
