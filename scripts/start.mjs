#!/usr/bin/env node
// `npm start`: sets up what is missing and opens the studio. See lib/start.ts.
import { bootstrap } from './lib/bootstrap.mjs';

await bootstrap(import.meta.url);
const { start } = await import('./lib/start.ts');
process.exit(await start(process.argv.slice(2)));
