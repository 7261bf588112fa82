#!/usr/bin/env node
// `npm run -s inkstone -- <command>`: sets up what is missing, telling so on stderr, and hands over to the CLI.
import path from 'node:path';
import { bootstrap, root } from './lib/bootstrap.mjs';
import { runChild } from './lib/run-child.mjs';

await bootstrap(import.meta.url);
const { setUp } = await import('./lib/set-up.ts');
if (!(await setUp(root))) process.exit(1);
const command = [path.join(root, 'out', 'node', 'cli.cjs'), ...process.argv.slice(2)];
process.exit(await runChild(process.execPath, command, { lifeline: true }));
