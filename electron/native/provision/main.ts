// `node electron/native/provision/main.ts [PLATFORM]`: brings libtensorflow and its addon for this checkout and prints their folder.
// PLATFORM, win32-x64 for example, prepares another system's: for packages and for tests under Wine.
import path from 'node:path';
import { cacheFolder } from '../cache-folder.ts';
import { platformKey } from '../pins.ts';
import { prepareEngine } from './prepare-engine.ts';
import { streamReport } from './progress.ts';
import { SetupError } from './setup-error.ts';

const root = path.resolve(import.meta.dirname, '..', '..', '..');
// An exit of our own, so that the lock goes with us and the next start need not wait for it to grow old.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
try {
  const [, , platform = platformKey()] = process.argv;
  console.log(await prepareEngine({ root, platform, report: streamReport() }));
} catch (error) {
  const known = error instanceof SetupError ? error : asStorageError(error);
  if (!known) throw error;
  console.error(`\n${known.message}\n\n${known.wayOut}`);
  process.exitCode = 1;
}

/** A SetupError for the system's errors: a full disk, a folder that may not be written, and the like. */
function asStorageError(error: unknown): SetupError | null {
  const { code, message } = error as NodeJS.ErrnoException;
  if (!code || !['ENOSPC', 'EDQUOT', 'EACCES', 'EPERM', 'EROFS'].includes(code)) return null;
  return new SetupError(
    `The cache ${cacheFolder()} cannot be written: ${message}`,
    'TensorFlow needs about 900 MB there while it is unpacked. INKSTONE_CACHE_DIR names another place for the cache.',
    error,
  );
}
