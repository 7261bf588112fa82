import path from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import { isOutOfRoom, storageError, writeAtomic } from '../../files/atomic-write.ts';
import type { Dialogs } from '../../environment.ts';
import { plainName } from './handles.ts';

/**
 * Writes `bytes` where the user says in the host's dialog, whole or not at all; `suggested` is a window's name for it.
 * Gives the file's name, never its path; null when dismissed. Throws `dialog-unavailable` where there is no dialog,
 * `disk-full`, `file-limit`, `save-denied` {name}, `save-failed` {name, reason}.
 */
export function saveFile(
  dialogs: Dialogs | null,
  suggested: string,
  bytes: Uint8Array,
): Promise<{ name: string } | null> {
  return saveMade(dialogs, suggested, () => Promise.resolve(bytes));
}

/** Writes the window's page as a PDF, laid out once the user has said where to; else as `saveFile`. */
export function printPage(dialogs: Dialogs | null, suggested: string): Promise<{ name: string } | null> {
  return saveMade(dialogs, suggested, ({ printPage: lay }) => lay());
}

async function saveMade(
  dialogs: Dialogs | null,
  suggested: string,
  make: (dialogs: Dialogs) => Promise<Uint8Array>,
): Promise<{ name: string } | null> {
  if (!dialogs) throw new AppError('dialog-unavailable');
  const file = await dialogs.pickTarget(plainName(suggested));
  if (file === null) return null;
  const name = path.basename(file);
  const bytes = await make(dialogs);
  await writeAtomic(file, [bytes]).catch((thrown: unknown) => {
    throw saveError(storageError(thrown, file), name);
  });
  return { name };
}

/**
 * A storage error in words for a file that its user saves: the words of storage errors are about the storage folder.
 */
export function saveError(error: AppError, name: string): AppError {
  if (isOutOfRoom(error)) return new AppError(error.code, {}, error.cause);
  if (!['storage-denied', 'storage-failed', 'not-found', 'not-a-file', 'not-a-folder'].includes(error.code))
    return error;
  if (error.code === 'storage-denied') return new AppError('save-denied', { name }, error.cause);
  const { code } = (error.cause ?? {}) as NodeJS.ErrnoException;
  return new AppError('save-failed', { name, reason: code ?? '' }, error.cause);
}

/** The same for a path that a person named: what stands in its way is told by its own path. */
export function targetError(error: unknown, target: string): AppError {
  const told = storageError(error, target);
  return ['not-a-folder', 'not-a-file'].includes(told.code) ? told : saveError(told, target);
}
