#!/usr/bin/env node
// `npm run windows`: tries the Windows build on this Linux, under Wine. See windows/main.ts and docs/windows.md.
import { bootstrap } from './lib/bootstrap.mjs';

await bootstrap(import.meta.url);
const { windows } = await import('./windows/main.ts');
process.exit(await windows(process.argv.slice(2)));
