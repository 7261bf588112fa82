#!/usr/bin/env node
// `npm run starter -- --mnist FOLDER --pens FILE`: makes the starter model anew (scripts/starter/main.ts says from what).
import path from 'node:path';
import { bootstrap, root } from './lib/bootstrap.mjs';
import { runChild } from './lib/run-child.mjs';

await bootstrap(import.meta.url);
const { setUp } = await import('./lib/set-up.ts');
if (!(await setUp(root))) process.exit(1);
process.exit(
  await runChild(process.execPath, [path.join(root, 'scripts', 'starter', 'main.ts'), ...process.argv.slice(2)]),
);
