import { promises as fs } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import { storageError } from '../../files/atomic-write.ts';

/** What stands in a JSON file that an option names. Throws `path-missing` {path}, `file-torn` {path} and storage errors. */
export async function readJsonChoice(choice: string): Promise<unknown> {
  const file = path.resolve(choice);
  const text = await fs.readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? new AppError('path-missing', { path: file }, error) : storageError(error, file);
  });
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError('file-torn', { path: file }, error);
  }
}
