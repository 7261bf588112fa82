import { t } from '../i18n/index.ts';
import { useToasts } from '../ui/index.ts';
import { useHost } from './host.ts';

/** Long enough for any browser to have begun to read what it saves, milliseconds. */
const KEEP = 60_000;

export interface FileToSave {
  /** With its extension. */
  readonly name: string;
  readonly content: Blob;
}

/**
 * The one way from the window to a file of the user's: the host's dialog in the desktop window, the browser's download in a
 * browser. Says how it went, also where `make` threw, and never rejects.
 * `onSaved` gets the name that the user chose in the host's dialog: what a browser does with a file nobody is told.
 */
export function useSaveFile(): (
  make: () => FileToSave | Promise<FileToSave>,
  onSaved?: (name: string) => void,
) => Promise<void> {
  const host = useHost();
  const toasts = useToasts();

  async function save({ name, content }: FileToSave, onSaved?: (name: string) => void): Promise<void> {
    if (host.info?.dialogs !== true) {
      download({ name, content });
      return void toasts.show({ title: t('common.handedOver', { name }) });
    }
    const saved = await host.call('files.save', { name, bytes: new Uint8Array(await content.arrayBuffer()) });
    if (saved === null) return;
    toasts.show({ tone: 'ok', title: t('common.saved', { name: saved.name }) });
    onSaved?.(saved.name);
  }

  return async (make, onSaved) => {
    try {
      await save(await make(), onSaved);
    } catch (thrown) {
      toasts.error(thrown);
    }
  };
}

function download({ name, content }: FileToSave): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEEP);
}
