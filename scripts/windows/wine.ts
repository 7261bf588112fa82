import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import type { Report } from '../../electron/native/provision/progress.ts';

/** A path of this machine as programs under Wine see it. */
export const windowsPath = (place: string): string => `Z:${path.resolve(place).replaceAll('/', '\\')}`;

const wineEnvironment = (prefix: string): NodeJS.ProcessEnv => ({
  ...process.env,
  WINEPREFIX: prefix,
  WINEDEBUG: '-all',
  // Its windows, which nobody looks at, need neither a browser engine nor .NET.
  WINEDLLOVERRIDES: 'mscoree,mshtml=',
  NODE_SKIP_PLATFORM_CHECK: '1',
});

/** The compiler, and what it is run with. */
export interface Zig {
  readonly program: string;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Makes a Windows 10 of Wine's in `prefix`, once. Wine 8 lacks a library of Windows that programs written in Rust ask for random
 * numbers (vite's and rolldown's): one is made by Zig of bcryptprimitives.c.
 */
export function makePrefix(prefix: string, { program, env }: Zig, report: Report): string {
  const library = path.join(prefix, 'drive_c', 'windows', 'system32', 'bcryptprimitives.dll');
  if (fs.existsSync(library)) return prefix;
  report.line('Making a Windows of Wine.');
  fs.mkdirSync(prefix, { recursive: true });
  const script = 'wineboot --init && wine winecfg /v win10 && wineserver --wait';
  const { status } = spawnSync('xvfb-run', ['-a', 'sh', '-c', script], {
    env: wineEnvironment(prefix),
    stdio: 'ignore',
  });
  if (status !== 0) throw new Error(`wineboot: exit code ${status}`);
  const made = fs.mkdtempSync(path.join(prefix, 'made-'));
  const beside = path.join(made, 'bcryptprimitives.dll');
  const source = path.join(import.meta.dirname, 'bcryptprimitives.c');
  const words = ['cc', '-target', 'x86_64-windows-gnu', '-O2', '-shared', '-s', source, '-ladvapi32', '-o', beside];
  execFileSync(program, words, { env: { ...process.env, ...env }, stdio: ['ignore', 2, 2] });
  fs.renameSync(beside, library);
  fs.rmSync(made, { recursive: true });
  return prefix;
}

export interface WineRun {
  readonly prefix: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** How often what a program has written is passed on, milliseconds. */
const PASS_ON_EVERY = 500;

/**
 * Runs a program of Windows and passes on what it writes. Resolves with its exit code. Node under Wine cannot write to a pipe of
 * this system, so it writes to a file.
 */
export async function runUnderWine({ prefix, program, args, cwd, env }: WineRun): Promise<number> {
  const file = path.join(prefix, 'output.txt');
  const output = fs.openSync(file, 'w+');
  const child = spawn('wine', [program, ...args], {
    cwd,
    env: { ...wineEnvironment(prefix), NO_COLOR: '1', ...env },
    stdio: ['ignore', output, output],
  });
  let passed = 0;
  const passOn = (): void => {
    const bytes = fs.readFileSync(file).subarray(passed);
    passed += bytes.length;
    process.stdout.write(bytes);
  };
  const timer = setInterval(passOn, PASS_ON_EVERY);
  const [code] = (await once(child, 'exit')) as [number | null];
  clearInterval(timer);
  passOn();
  fs.closeSync(output);
  return code ?? 1;
}
