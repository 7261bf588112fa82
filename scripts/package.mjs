#!/usr/bin/env node
// `npm run package`: packs the studio for this platform. See package/pack.ts.
import { bootstrap } from './lib/bootstrap.mjs';

await bootstrap(import.meta.url);
const { pack } = await import('./package/pack.ts');
process.exit(await pack(process.argv.slice(2)));
