// `node electron/native/provision/main.ts`: brings libtensorflow and its addon for this checkout and prints their folder.
import path from 'node:path';
import { prepareEngine } from './prepare-engine.ts';
import { streamReport } from './progress.ts';

const root = path.resolve(import.meta.dirname, '..', '..', '..');
console.log(await prepareEngine({ root, report: streamReport() }));
