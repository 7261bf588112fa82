import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from '../cache-folder.ts';
import { type Compilation, type Compiler, compilerArguments } from './compiler-arguments.ts';
import type { Report } from './progress.ts';
import { SetupError } from './setup-error.ts';
import { bringZig, zigEnvironment } from './zig.ts';

export interface AddonBuild extends Compilation {
  readonly target: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly report: Report;
}

const run = promisify(execFile);

/**
 * Compiles tfjs-node's binding against the libraries with the system's C++ compiler (a few seconds, no node-gyp), and for Windows
 * with Zig's, on whatever system. Node-API keeps it good for every Node and Electron; its search path is its own folder, so both
 * may move together.
 */
export async function buildAddon(build: AddonBuild): Promise<void> {
  const { target, env, platform } = build;
  const compiler = await findCompiler(build);
  // A folder of its own: linkers for Windows lay more beside what they make.
  const temporary = fs.mkdtempSync(`${target}.`);
  try {
    const made = path.join(temporary, path.basename(target));
    const words = [...compiler.first, ...compilerArguments(build, made)];
    await run(compiler.program, words, { maxBuffer: 1 << 24, env: { ...(env as NodeJS.ProcessEnv), ...compiler.env } });
    fs.renameSync(made, target);
  } catch (cause) {
    const words = (cause as { stderr?: string }).stderr ?? String(cause);
    throw new SetupError(
      `The TensorFlow addon for ${platform} does not compile:\n${words.slice(-3000)}`,
      'Is a C++17 compiler installed? CXX names another one.',
      cause,
    );
  } finally {
    fs.rmSync(temporary, { recursive: true, force: true });
  }
}

async function findCompiler({ env, platform, report }: AddonBuild): Promise<Compiler> {
  const named = env['CXX'] ? [env['CXX']] : [];
  const usual: Readonly<Record<string, readonly string[]>> = { darwin: ['clang++'], win32: [] };
  const candidates = [...named, ...(usual[platform] ?? ['g++', 'clang++'])];
  for (const program of candidates) {
    const works = await run(program, ['--version'], { env: env as NodeJS.ProcessEnv }).then(
      () => true,
      () => false,
    );
    if (works) return { program, first: [], env: {} };
  }
  if (platform === 'win32') return zig(cacheFolder(env), env, report);
  throw new SetupError(
    `No C++ compiler found (looked for ${candidates.join(', ')}): it is needed once, to build the TensorFlow addon.`,
    platform === 'darwin'
      ? 'Install the command line tools: xcode-select --install'
      : 'Install one, on Debian and Ubuntu: sudo apt-get install g++',
  );
}

/**
 * Not mingw's own g++: strings of TensorFlow's tensors are allocated on one side and freed on the other, so that both must have
 * one allocator, that of Windows' universal runtime (UCRT). Debian's mingw is for the older one.
 */
async function zig(cache: string, env: AddonBuild['env'], report: Report): Promise<Compiler> {
  const program = await bringZig({ cache, env, report });
  report.line('Zig makes a C++ library for Windows first: some minutes, the first time.');
  return {
    program,
    first: ['c++', '-target', 'x86_64-windows-gnu'],
    env: zigEnvironment(cache),
  };
}
