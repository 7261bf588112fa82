import { onMounted, onUnmounted } from 'vue';

/**
 * While the component is there: where something is not saved, whoever closes or reloads the window is asked first, in a browser by that
 * itself, on the desktop by the shell (electron/shell/ask-before-unload.ts).
 */
export function useHoldBack(isUnsaved: () => boolean): void {
  const holdBack = (event: BeforeUnloadEvent): void => {
    if (!isUnsaved()) return;
    event.preventDefault();
    // Chromium before 119 goes by this alone.
    event.returnValue = true;
  };
  onMounted(() => window.addEventListener('beforeunload', holdBack));
  onUnmounted(() => window.removeEventListener('beforeunload', holdBack));
}
