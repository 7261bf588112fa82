#!/usr/bin/env node
// `npm run release -- COMMAND`: keys, the list of releases, and prebuilt addons. See docs/updates.md.
import { bootstrap } from './lib/bootstrap.mjs';

await bootstrap(import.meta.url);
const { release } = await import('./release/release.ts');
process.exit(await release(process.argv.slice(2)));
