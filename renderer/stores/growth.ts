import { nextTick } from 'vue';

/**
 * The share of its time that the window's thread may spend on pictures of how a run grows. Other threads and processes draw
 * as long again, and while they hold one processor the training's others wait for it.
 */
const SHARE = 0.004;
/** However long a picture took, the next one is not further away, milliseconds. */
const LONGEST_REST = 4000;
/** What a host tells at one time comes in several messages: they make one picture, milliseconds. */
const GATHER = 10;

const waiting = new Set<() => void>();
let due = -Infinity;

/**
 * Does `act`, which shows how far a run has come, with the next picture of all such; a second asking before it changes
 * nothing. Where there is no graphics card to draw a picture, it takes its time from the training, so the next one comes
 * the later the longer the last one took.
 */
export function showGrowth(act: () => void): void {
  waiting.add(act);
  if (waiting.size === 1) setTimeout(() => void picture(), Math.max(GATHER, due - performance.now()));
}

/** Values that wait for the next picture: of each key the newest is shown. */
export interface NextPicture<Key, Value> {
  set(key: Key, value: Value): void;
  /** What waits under a key. */
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
