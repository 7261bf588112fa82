import { randomBytes } from 'node:crypto';
import { storageError } from './atomic-write.ts';
import { move } from './move.ts';

/**
 * Gives a JSON file another name beside it, `NAME.old-….json`, before one is written in its place: nothing that a person has done is written
 * over. Throws storage errors.
 */
export async function setAside(file: string): Promise<void> {
  const other = `${file.slice(0, -'.json'.length)}.old-${randomBytes(4).toString('hex')}.json`;
  await move(file, other).catch((error: unknown) => {
    throw storageError(error, file);
  });
}
