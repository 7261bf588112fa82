import path from 'node:path';
import { cacheFolder } from '../../electron/native/cache-folder.ts';
import { addonPath } from '../../electron/native/engine-folder.ts';
import { pins } from '../../electron/native/pins.ts';
import { prepareEngine } from '../../electron/native/provision/prepare-engine.ts';
import { streamReport } from '../../electron/native/provision/progress.ts';
import { SetupError } from '../../electron/native/provision/setup-error.ts';
import { bringZig, zigEnvironment } from '../../electron/native/provision/zig.ts';
import { root } from '../lib/root.ts';
import { runChild } from '../lib/run-child.mjs';
import { ensureBuild, setUp } from '../lib/set-up.ts';
import { has } from '../lib/tool.ts';
import { unmetImports } from './imports.ts';
import { triedWithoutArguments } from './tried.ts';
import { bringWindowsCheckout, bringWindowsNode } from './windows-checkout.ts';
import { makePrefix, runUnderWine, windowsPath } from './wine.ts';

const PLATFORM = 'win32-x64';
/** Programs, and the packages of Debian and Ubuntu that have them. */
const TOOLS: Readonly<Record<string, string>> = {
  wine: 'wine wine64',
  'xvfb-run': 'xvfb xauth',
  objdump: 'binutils',
  tar: 'tar',
  npm: 'npm',
};

/**
 * Tries the Windows build under Wine, from nothing but a checkout and the system's packages: TensorFlow for Windows, its addon, every
 * import of which is looked up where it is to come from, and the tests on Windows' Node. `args` go to vitest; without any, it runs what
 * `tried.ts` names. On Windows itself these tests alone. Resolves with the exit code.
 */
export async function windows(args: readonly string[]): Promise<number> {
  if (process.platform === 'win32') return onWindows(args);
  const missing = Object.keys(TOOLS).filter((tool) => !has(tool));
  if (missing.length > 0) {
    console.error(
      `Missing: ${missing.join(', ')}. On Debian: apt install ${missing.map((it) => TOOLS[it]!).join(' ')}`,
    );
    return 1;
  }
  try {
    return await tryAll(args);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(`${error.message}\n${error.wayOut}`);
    return 1;
  }
}

/** On Windows itself: the same tests, with nothing between. */
async function onWindows(args: readonly string[]): Promise<number> {
  if (!(await setUp(root))) return 1;
  const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');
  return runChild(process.execPath, [vitest, 'run', ...chosen(args)], { cwd: root });
}

const chosen = (args: readonly string[]): readonly string[] => (args.length > 0 ? args : triedWithoutArguments());

async function tryAll(args: readonly string[]): Promise<number> {
  const report = streamReport();
  // What the user's environment names is for this machine, not for Windows.
  const env = { ...process.env, CXX: undefined, INKSTONE_LIBTENSORFLOW: undefined };
  const cache = cacheFolder(env);
  const engine = await prepareEngine({ root, report, env, platform: PLATFORM });
  const zig = { program: await bringZig({ cache, env, report }), env: zigEnvironment(cache) };
  const place = path.join(cache, 'windows');
  const node = bringWindowsNode(place, report);
  const unmet = unmetImports(addonPath(engine, pins), path.join(engine, 'tensorflow'), node);
  if (unmet.length > 0) {
    console.error(`The addon asks for what is not there:\n${unmet.join('\n')}`);
    return 1;
  }
  report.line('Every import of the addon is there.');
  if (!(await ensureBuild(root))) return 1;
  const checkout = bringWindowsCheckout(place, report);
  const prefix = makePrefix(path.join(place, 'prefix'), zig, report);
  const vitest = path.join(checkout, 'node_modules', 'vitest', 'vitest.mjs');
  return runUnderWine({
    prefix,
    program: node,
    args: [windowsPath(vitest), 'run', ...chosen(args)],
    cwd: checkout,
    env: {
      INKSTONE_LIBTENSORFLOW: windowsPath(engine),
      INKSTONE_MNIST_DIR: windowsPath(
        process.env['INKSTONE_MNIST_DIR'] ?? path.join(root, '..', 'shared', 'data', 'mnist'),
      ),
      INKSTONE_CACHE_DIR: windowsPath(path.join(place, 'cache')),
    },
  });
}
