import { app, dialog } from 'electron';
import { AppError } from '../../shared/contract/errors.ts';
import { errorWords } from '../../shared/words/error-words.ts';
import { wordsFor } from './words.ts';

/**
 * Handles errors that nothing caught in main. Before the window is there, the program shows the error and ends (without
 * a dialog when `unattended`, as in tests, where it would hang). Later the error is logged and the program goes on,
 * since the training runs in another process and should not be lost. `note` writes to the log.
 */
export function handleFaults(note: (words: string) => void, unattended: boolean): { started(): void } {
  let starting = true;
  const fault = (thrown: unknown) => {
    const words = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    note(words);
    if (!unattended && !starting) return;
    const locale = app.getLocale();
    const said = thrown instanceof AppError ? errorWords(thrown, locale) : words;
    if (!unattended) dialog.showErrorBox(wordsFor(locale).couldNotStart, said);
    app.exit(1);
  };
  process.on('uncaughtException', fault);
  process.on('unhandledRejection', fault);
  return {
    started() {
      starting = false;
    },
  };
}
