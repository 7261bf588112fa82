import { ref } from 'vue';

/** Lets an element take what is dropped on it: its listeners, for `v-on`, and whether something is held over it. */
export function useDrop(take: (event: DragEvent) => void) {
  const over = ref(false);
  const listeners = {
    dragover(event: DragEvent): void {
      // Without this the browser opens the file in place of the page.
      event.preventDefault();
      over.value = true;
    },
    dragleave({ currentTarget, relatedTarget }: DragEvent): void {
      // From one of its parts to another it is not left.
      if (!(currentTarget as Element).contains(relatedTarget as Node | null)) over.value = false;
    },
    drop(event: DragEvent): void {
      event.preventDefault();
      event.stopPropagation();
      over.value = false;
      take(event);
    },
  };
  return { over, listeners };
}
