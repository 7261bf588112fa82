import { onScopeDispose, watch } from 'vue';

/**
 * Does `look` again and again while `wanted`, `every` milliseconds after it was done last; not while the window is hidden. What it throws is left
 * to the next look.
 */
export function useLooks(wanted: () => boolean, look: () => Promise<void>, every: number): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const later = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void now(), every);
  };
  async function now(): Promise<void> {
    if (!document.hidden) await look().catch(() => undefined);
    if (wanted()) later();
  }
  watch(wanted, (on) => (on ? later() : clearTimeout(timer)), { immediate: true });
  onScopeDispose(() => clearTimeout(timer));
}
