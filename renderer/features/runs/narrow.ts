import { onScopeDispose, ref } from 'vue';
import type { Ref } from 'vue';

/** Whether the window is narrower than `pixels`, live. */
export function useNarrow(pixels: number): Ref<boolean> {
  const query = window.matchMedia(`(max-width: ${pixels - 1}px)`);
  const narrow = ref(query.matches);
  const follow = (event: MediaQueryListEvent): void => void (narrow.value = event.matches);
  query.addEventListener('change', follow);
  onScopeDispose(() => query.removeEventListener('change', follow));
  return narrow;
}
