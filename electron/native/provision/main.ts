// `node electron/native/provision/main.ts`: brings libtensorflow and its addon for this checkout and prints their folder.
import path from 'node:path';
import { prepareEngine } from './prepare-engine.ts';
import { streamReport } from './progress.ts';
import { SetupError } from './setup-error.ts';

const root = path.resolve(import.meta.dirname, '..', '..', '..');
try {
  console.log(await prepareEngine({ root, report: streamReport() }));
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(`\n${error.message}\n\n${error.wayOut}`);
  process.exitCode = 1;
}
