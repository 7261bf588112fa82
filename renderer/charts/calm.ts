import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue';

/**
 * The newest value of a source that changes many times a second, at most every `pause` milliseconds: at once after a rest,
 * and the last one always.
 */
export function calm<T>(source: () => T, pause: number): Readonly<ShallowRef<T>> {
  const value = shallowRef(source()) as ShallowRef<T>;
  let [timer, taken] = [0, -Infinity];
  const take = (): void => {
    timer = 0;
    taken = performance.now();
    value.value = source();
  };
  watch(source, () => {
    const rest = taken + pause - performance.now();
    if (rest <= 0) take();
    else timer ||= window.setTimeout(take, rest);
  });
  onScopeDispose(() => clearTimeout(timer));
  return value;
}
