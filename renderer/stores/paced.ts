/**
 * A training run tells of itself five times a second. Drawing as often takes a tenth of a core from the training where the
 * picture is made without a graphics card; twice a second looks as live, milliseconds.
 */
export const SHOWN_EVERY = 500;

/** Calls `act` for many askings: at once after a rest of `pause` milliseconds, else when that is over. */
export function paced(act: () => void, pause: number): () => void {
  let [waiting, last] = [false, -Infinity];
  const now = (): void => {
    waiting = false;
    last = performance.now();
    act();
  };
  return () => {
    const rest = last + pause - performance.now();
    if (waiting) return;
    if (rest <= 0) return now();
    waiting = true;
    setTimeout(now, rest);
  };
}
