#!/usr/bin/env node
// `npm run bench -- [PART ...] [options]`: sets up what is missing and runs the benchmarks (bench/main.ts); all of them without
// a name.
import path from 'node:path';
import { bootstrap, root } from './lib/bootstrap.mjs';
import { runChild } from './lib/run-child.mjs';

await bootstrap(import.meta.url);
const { setUp } = await import('./lib/set-up.ts');
if (!(await setUp(root))) process.exit(1);
process.exit(await runChild(process.execPath, [path.join(root, 'bench', 'main.ts'), ...process.argv.slice(2)]));
