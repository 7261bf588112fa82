/**
 * Does something after changes that come quicker than it should be done: `soon` does it at once where the last time is `every` milliseconds
 * ago, and else when it is. However often it is asked for meanwhile, it is done once; `cancel` takes back what was asked for.
 */
export function createPaced(action: () => void, every: number): { soon: () => void; cancel: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = -Infinity;
  const cancel = (): void => clearTimeout(timer);
  function act(): void {
    last = performance.now();
    action();
  }
  function soon(): void {
    cancel();
    timer = setTimeout(act, Math.max(0, last + every - performance.now()));
  }
  return { soon, cancel };
}
