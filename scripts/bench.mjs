#!/usr/bin/env node
// `npm run bench -- NAME [arguments]`: sets up what is missing and runs bench/NAME.ts; without a name, lists them.
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { bootstrap, root } from './lib/bootstrap.mjs';
import { runChild } from './lib/run-child.mjs';

await bootstrap(import.meta.url);
const { setUp } = await import('./lib/set-up.ts');
const [name, ...args] = process.argv.slice(2);
const script = path.join(root, 'bench', `${name}.ts`);
if (name === undefined || !existsSync(script)) {
  const names = readdirSync(path.join(root, 'bench')).filter((file) => file.endsWith('.ts'));
  console.error(`Which benchmark? ${names.map((file) => file.slice(0, -3)).join(', ')}`);
  process.exit(2);
}
if (!(await setUp(root))) process.exit(1);
process.exit(await runChild(process.execPath, [script, ...args]));
