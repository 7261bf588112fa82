import { onMounted, onUnmounted, ref } from 'vue';

/** Takes a picture that is dropped on the page or pasted into it. `over` while a file is held over the page. */
export function usePictureDrop(take: (file: File) => void) {
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
    const file = event.dataTransfer?.files[0];
    if (file) take(file);
  }

  function paste(event: ClipboardEvent): void {
    const file = event.clipboardData?.files[0];
    if (!file) return;
    event.preventDefault();
    take(file);
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
