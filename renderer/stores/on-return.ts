import { onScopeDispose } from 'vue';

/** At most so often, milliseconds. */
const GAP = 10_000;

/**
 * Looks again whenever a person comes back to this window, until the scope ends: no event tells of what another process, as the
 * command line, made in the storage meanwhile. Come back too soon after the last look, it waits; what a look throws is dropped, since
 * the next connection or return looks anew.
 */
export function onReturn(look: () => Promise<void>): void {
  let [away, last] = [false, -Infinity];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const leave = (): void => void (away = true);
  function come(): void {
    if (!away || timer !== undefined) return;
    away = false;
    timer = setTimeout(lookNow, Math.max(0, last + GAP - performance.now()));
  }
  function lookNow(): void {
    timer = undefined;
    last = performance.now();
    look().catch(() => undefined);
  }

  window.addEventListener('blur', leave);
  window.addEventListener('focus', come);
  onScopeDispose(() => {
    window.removeEventListener('blur', leave);
    window.removeEventListener('focus', come);
    clearTimeout(timer);
  });
}
