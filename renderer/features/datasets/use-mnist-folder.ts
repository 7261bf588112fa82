import { ref } from 'vue';
import { useHost } from '../../stores/host.ts';
import { useSettings } from '../../stores/settings.ts';
import { useToasts } from '../../ui/index.ts';

/** Has the user choose the folder that MNIST is read from; errors are shown. Call it in setup. */
export function useMnistFolder() {
  const host = useHost();
  const settings = useSettings();
  const toasts = useToasts();
  const choosing = ref(false);

  /** Resolves with whether a folder was taken. */
  async function choose(): Promise<boolean> {
    choosing.value = true;
    try {
      const picked = await host.call('files.pick', { kind: 'folder' });
      if (picked !== null) await settings.setMnistFolder(picked.handle);
      return picked !== null;
    } catch (thrown) {
      toasts.error(thrown);
      return false;
    } finally {
      choosing.value = false;
    }
  }
  return { choosing, choose };
}
