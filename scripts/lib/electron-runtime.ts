import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

export type ElectronRuntime = { readonly path: string } | { readonly missing: string };

/**
 * The Electron program: the unpacked runtime that ELECTRON_OVERRIDE_DIST_PATH names, or npm electron's own, which that
 * package fetches on first use since version 42. `missing` says in one line why there is none.
 */
export async function electronRuntime(root: string, env: NodeJS.ProcessEnv = process.env): Promise<ElectronRuntime> {
  const named = namedRuntime(env);
  if (named) return named;
  const own = path.join(root, 'node_modules', 'electron');
  const installed = installedProgram(own);
  if (installed) return { path: installed };
  console.error('Fetching the Electron runtime (once).');
  const failure = await fetchRuntime(path.join(own, 'install.js'), env);
  const fetched = failure === null ? installedProgram(own) : null;
  return fetched
    ? { path: fetched }
    : { missing: `the Electron runtime cannot be fetched (${failure ?? 'it is not there afterwards'})` };
}

/** The runtime that ELECTRON_OVERRIDE_DIST_PATH names, with its folder; null if it names none. */
export function namedRuntime(
  env: NodeJS.ProcessEnv,
): { readonly path: string; readonly folder: string } | { readonly missing: string } | null {
  const folder = env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (!folder) return null;
  const program = path.join(folder, programName());
  return fs.existsSync(program)
    ? { path: program, folder }
    : { missing: `ELECTRON_OVERRIDE_DIST_PATH names ${folder}, which has no Electron in it` };
}

function programName(): string {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return process.platform === 'win32' ? 'electron.exe' : 'electron';
}

/** npm electron leaves the program's path in path.txt when it has unpacked it. */
function installedProgram(own: string): string | null {
  const pathFile = path.join(own, 'path.txt');
  if (!fs.existsSync(pathFile)) return null;
  const program = path.join(own, 'dist', fs.readFileSync(pathFile, 'utf8'));
  return fs.existsSync(program) ? program : null;
}

/** Null when it worked, else the one line that says why not. */
function fetchRuntime(script: string, env: NodeJS.ProcessEnv): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script], {
      env: { ...env, NODE_USE_ENV_PROXY: '1' },
      stdio: ['ignore', 2, 'pipe'],
    });
    let words = '';
    child.stderr!.on('data', (chunk) => (words += chunk));
    child.once('error', reject);
    child.once('close', (code) => resolve(code === 0 ? null : firstLine(words)));
  });
}

const firstLine = (words: string): string => words.trim().split('\n')[0] || 'no reason given';
