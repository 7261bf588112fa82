import path from 'node:path';
import { hasDisplay } from './display.ts';
import { electronRuntime } from './electron-runtime.ts';
import { root } from './root.ts';
import { runChild } from './run-child.mjs';
import { setUp } from './set-up.ts';

/** A window that ends with an error this soon after its start never came up (missing system libraries, no sandbox). */
const NEVER_CAME_UP_MS = 10_000;
/** Exit codes after SIGHUP, SIGINT and SIGTERM: the end was wanted. */
const STOPPED = [129, 130, 143];

/**
 * Opens the studio's window, or serves it in the browser where there can be no window (or `--web` asks for that).
 * Other arguments go to Electron, or to the web host. Resolves with the exit code.
 */
export async function start(args: readonly string[]): Promise<number> {
  if (!(await setUp(root))) return 1;
  const forWeb = args.filter((argument) => argument !== '--web');
  if (forWeb.length !== args.length) return serve(forWeb);
  if (!hasDisplay()) return serveBecause('there is no display', args);
  const runtime = await electronRuntime(root);
  if ('missing' in runtime) return serveBecause(runtime.missing, args);
  return openWindow(runtime.path, args);
}

async function openWindow(program: string, args: readonly string[]): Promise<number> {
  const began = Date.now();
  const options = { env: electronEnvironment(), lifeline: true };
  const code = await runChild(program, [...sandboxSwitch(args), root, ...args], options);
  const cameUp = code === 0 || STOPPED.includes(code) || Date.now() - began > NEVER_CAME_UP_MS;
  return cameUp ? code : serveBecause(`Electron ended at once with code ${code}`, args);
}

/** Chromium refuses to run as root with its sandbox on; who works as root (in a container, say) must switch it off. */
function sandboxSwitch(args: readonly string[]): string[] {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || args.includes('--no-sandbox')) return [];
  console.error("Running as root: Chromium's sandbox cannot be used.");
  return ['--no-sandbox'];
}

function electronEnvironment(): NodeJS.ProcessEnv {
  // The window's trainer runs on this Node: see electron/shell/electron-trainer.ts.
  const env: NodeJS.ProcessEnv = { ...process.env, INKSTONE_NODE: process.execPath };
  delete env['ELECTRON_RUN_AS_NODE'];
  return env;
}

function serveBecause(why: string, args: readonly string[]): Promise<number> {
  console.error(`No window: ${why}. Serving the studio in the browser instead.`);
  return serve(portOf(args));
}

/** The rest is Electron's and means nothing to the web host. */
function portOf(args: readonly string[]): string[] {
  const at = args.indexOf('--port');
  return at < 0 ? args.filter((argument) => argument.startsWith('--port=')) : args.slice(at, at + 2);
}

const serve = (args: readonly string[]): Promise<number> =>
  runChild(process.execPath, [path.join(root, 'out', 'node', 'web.cjs'), ...args], { lifeline: true });
