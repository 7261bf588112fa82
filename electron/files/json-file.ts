import { z } from 'zod';
import { AppError } from '../../shared/contract/errors.ts';
import { storageError, writeAtomic } from './atomic-write.ts';
import { readWhole } from './read-whole.ts';

/**
 * Reads a JSON file that carries a `version`. Null if there is none. Throws `file-newer` {path} when a newer studio
 * wrote it, `file-torn` {path} when it is not what the schema says, `storage-denied` or `storage-failed` {path}.
 * `migrate` turns what an older studio wrote into today's form before the schema checks it.
 */
export async function readJson<S extends z.ZodType>(
  file: string,
  schema: S,
  version: number,
  migrate: (json: unknown) => unknown = (json) => json,
): Promise<z.output<S> | null> {
  const text = await readWhole(file)
    .then(String)
    .catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
      throw storageError(error, file);
    });
  if (text === null) return null;
  const json = parse(text);
  const parsed = attempt(() => schema.safeParse(migrate(json)));
  if (parsed.success) return parsed.data;
  const found = z.object({ version: z.number() }).safeParse(json);
  throw new AppError(
    found.success && found.data.version > version ? 'file-newer' : 'file-torn',
    { path: file },
    parsed.error,
  );
}

/** Writes it whole or not at all. Throws as `writeAtomic` does. */
export async function writeJson(file: string, value: unknown): Promise<void> {
  await writeAtomic(file, [new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`)]);
}

/** A file that no version wrote may make a migration throw, or be nested too deep for the schema. */
function attempt<T>(read: () => T): T | { success: false; error: unknown } {
  try {
    return read();
  } catch (error) {
    return { success: false, error };
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
