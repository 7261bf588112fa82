#!/usr/bin/env node
// `npm run package`: packs the studio for this platform; further arguments go to electron-builder. See lib/package.ts.
import { bootstrap } from './lib/bootstrap.mjs';

await bootstrap(import.meta.url);
const { pack } = await import('./lib/package.ts');
process.exit(await pack(process.argv.slice(2)));
