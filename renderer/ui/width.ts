import { onBeforeUnmount, onMounted, onScopeDispose, ref } from 'vue';
import type { Ref } from 'vue';

/** An element's width in CSS pixels without its padding, live; 0 before it is mounted. */
export function useElementWidth(element: Readonly<Ref<HTMLElement | null>>): Readonly<Ref<number>> {
  const width = ref(0);
  let observer: ResizeObserver | undefined;
  onMounted(() => {
    observer = new ResizeObserver(([entry]) => (width.value = entry?.contentRect.width ?? 0));
    if (element.value !== null) observer.observe(element.value);
  });
  onBeforeUnmount(() => observer?.disconnect());
  return width;
}

/** Whether the window is narrower than `pixels`, live. */
export function useNarrow(pixels: number): Ref<boolean> {
  const query = window.matchMedia(`(max-width: ${pixels - 1}px)`);
  const narrow = ref(query.matches);
  const follow = (event: MediaQueryListEvent): void => void (narrow.value = event.matches);
  query.addEventListener('change', follow);
  onScopeDispose(() => query.removeEventListener('change', follow));
  return narrow;
}
