import { onMounted, onUnmounted, ref } from 'vue';

/** Takes pictures that are dropped on the page or pasted into it. `over` while files are held over the page. */
export function usePictureDrop(take: (files: readonly File[]) => void) {
  const over = ref(false);

  const holdsFile = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;

  function drag(event: DragEvent): void {
    if (!holdsFile(event)) return;
    // Without this the browser opens the file in place of the page.
    event.preventDefault();
    over.value = true;
  }

  function leave(event: DragEvent): void {
    if (event.relatedTarget === null) over.value = false;
  }

  function drop(event: DragEvent): void {
    if (!holdsFile(event)) return;
    event.preventDefault();
    over.value = false;
    const files = Array.from(event.dataTransfer?.files ?? []);
    if (files.length > 0) take(files);
  }

  function paste(event: ClipboardEvent): void {
    const files = Array.from(event.clipboardData?.files ?? []);
    if (files.length === 0) return;
    event.preventDefault();
    take(files);
  }

  onMounted(() => {
    window.addEventListener('dragover', drag);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    window.addEventListener('paste', paste);
  });
  onUnmounted(() => {
    window.removeEventListener('dragover', drag);
    window.removeEventListener('dragleave', leave);
    window.removeEventListener('drop', drop);
    window.removeEventListener('paste', paste);
  });
  return { over };
}
