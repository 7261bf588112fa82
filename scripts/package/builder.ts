import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { namedRuntime } from '../lib/electron-runtime.ts';
import { root } from '../lib/root.ts';
import { runChild } from '../lib/run-child.mjs';

/** What names the Electron runtime to electron-builder; or, in one line, why there is none. */
export type RuntimeArguments = readonly string[] | { readonly missing: string };

const PROGRAM = path.join(root, 'node_modules', 'electron-builder', 'cli.js');
const commandOf = (args: readonly string[], runtime: readonly string[]): string[] => [
  PROGRAM,
  '--publish',
  'never',
  ...args,
  ...runtime,
];

/** Runs electron-builder, which fetches npm electron's own runtime unless `runtime` names another. Resolves with its exit code. */
export function buildFor(args: readonly string[], runtime: readonly string[]): Promise<number> {
  return runChild(process.execPath, commandOf(args, runtime), { cwd: root });
}

/** The same without a word of its own. Resolves with null when it worked, else with why not, in one line. */
export function buildQuietly(args: readonly string[], runtime: readonly string[]): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, commandOf(args, runtime), { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let words = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (words += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => resolve(code === 0 ? null : failureIn(words)));
  });
}

/** What electron-builder says of a failure, of its lines and a stack: the line that its cross marks. */
export const failureIn = (words: string): string =>
  /⨯ (?:.*\berror=)?(.+?)(?:\s+failedTask=.*)?$/m.exec(words)?.[1] ?? 'electron-builder gave no reason';

/**
 * What names the runtime of ELECTRON_OVERRIDE_DIST_PATH, and its version, to electron-builder, which knows nothing of that variable and
 * would ask the network; empty if it names none.
 */
export function runtimeArguments(env: NodeJS.ProcessEnv): RuntimeArguments {
  const named = namedRuntime(env);
  if (named === null) return [];
  if ('missing' in named) return named;
  const file = path.join(named.folder, 'version');
  if (!fs.existsSync(file)) return { missing: `${file} is missing: it says which Electron that is` };
  const version = fs.readFileSync(file, 'utf8').trim().replace(/^v/, '');
  return [`-c.electronDist=${named.folder}`, `-c.electronVersion=${version}`];
}
