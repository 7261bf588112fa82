#!/usr/bin/env node
// `npm test`: sets up what is missing and runs every check. See lib/test.ts.
import { bootstrap } from './lib/bootstrap.mjs';

await bootstrap(import.meta.url);
const { test } = await import('./lib/test.ts');
process.exit(await test(process.argv.slice(2)));
