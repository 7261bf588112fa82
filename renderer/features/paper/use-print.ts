import { ref } from 'vue';
import { t } from '../../i18n/index.ts';
import { useHost } from '../../stores/host.ts';
import { useToasts } from '../../ui/index.ts';

/** Prints what is on the page: to a PDF by the host's dialog in the desktop window, by the browser's own in a browser. */
export function usePrint(title: () => string) {
  const host = useHost();
  const toasts = useToasts();
  const printing = ref(false);
  async function print(): Promise<void> {
    if (host.info?.dialogs !== true) return window.print();
    printing.value = true;
    try {
      const saved = await host.call('files.print', { name: `${title()}.pdf` });
      if (saved) toasts.show({ tone: 'ok', title: t('common.saved', { name: saved.name }) });
    } catch (thrown) {
      toasts.error(thrown);
    } finally {
      printing.value = false;
    }
  }
  return { printing, print };
}
