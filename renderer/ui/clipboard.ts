import { t } from '../i18n/index.ts';
import { useToasts } from './toasts.ts';

/** Copies text and says so. */
export async function copyText(text: string): Promise<void> {
  const toasts = useToasts();
  try {
    await navigator.clipboard.writeText(text);
    toasts.show({ tone: 'ok', title: t('common.copied') });
  } catch {
    copyBySelection(text);
    toasts.show({ tone: 'ok', title: t('common.copied') });
  }
}

/** For hosts that deny the clipboard's permission: the old command works under a user's gesture. */
function copyBySelection(text: string): void {
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'visually-hidden';
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}
