import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { findLibraries } from './library-names.ts';
import { SetupError } from './setup-error.ts';

export interface AddonBuild {
  /** An engine folder's tensorflow/, with the libraries. */
  readonly libraries: string;
  readonly target: string;
  /** The checkout: node_modules has tfjs-node's binding and Node-API's headers, electron/native/include TensorFlow's. */
  readonly root: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly platform?: string;
}

const run = promisify(execFile);

/**
 * Compiles tfjs-node's binding against the libraries with the system's C++ compiler (a few seconds, no node-gyp).
 * Node-API keeps it good for every Node and Electron; its search path is its own folder, so both may move together.
 */
export async function buildAddon(build: AddonBuild): Promise<void> {
  const { target, env = process.env, platform = process.platform } = build;
  const compiler = await findCompiler(env, platform);
  const temporary = `${target}.${process.pid}.tmp`;
  try {
    await run(compiler, compilerArguments(build, temporary, platform), { maxBuffer: 1 << 24 });
    fs.renameSync(temporary, target);
  } catch (cause) {
    const words = (cause as { stderr?: string }).stderr ?? String(cause);
    throw new SetupError(
      `The TensorFlow addon does not compile:\n${words.slice(-3000)}`,
      'Is a C++17 compiler installed? CXX names another one.',
      cause,
    );
  } finally {
    fs.rmSync(temporary, { force: true });
  }
}

export function compilerArguments({ root, libraries }: AddonBuild, output: string, platform: string): string[] {
  const tfjs = path.join(root, 'node_modules', '@tensorflow', 'tfjs-node');
  const found = findLibraries(fs.readdirSync(libraries), platform);
  if (!found) throw new SetupError(`No libtensorflow in ${libraries}`, 'Remove the folder and start again.');
  const files = [found.main, found.framework];
  return [
    ...['-O2', '-std=c++17', '-fPIC', '-w', '-DNAPI_VERSION=8', '-DNODE_GYP_MODULE_NAME=tfjs_binding'],
    ...['-I', path.join(root, 'node_modules', 'node-api-headers', 'include')],
    ...['-I', tfjs, '-I', path.join(root, 'electron', 'native', 'include')],
    ...['tfjs_backend.cc', 'tfjs_binding.cc'].map((file) => path.join(tfjs, 'binding', file)),
    ...(platform === 'darwin'
      ? [
          '-bundle',
          '-undefined',
          'dynamic_lookup',
          ...files.map((file) => path.join(libraries, file)),
          '-Wl,-rpath,@loader_path',
        ]
      : ['-shared', '-L', libraries, ...files.map((file) => `-l:${file}`), '-Wl,-rpath,$ORIGIN']),
    ...['-o', output],
  ];
}

async function findCompiler(env: Readonly<Record<string, string | undefined>>, platform: string): Promise<string> {
  const candidates = [
    ...(env['CXX'] ? [env['CXX']] : []),
    ...(platform === 'darwin' ? ['clang++'] : ['g++', 'clang++']),
  ];
  for (const compiler of candidates) {
    const works = await run(compiler, ['--version'], { env: env as NodeJS.ProcessEnv }).then(
      () => true,
      () => false,
    );
    if (works) return compiler;
  }
  throw new SetupError(
    `No C++ compiler found (looked for ${candidates.join(', ')}): it is needed once, to build the TensorFlow addon.`,
    platform === 'darwin'
      ? 'Install the command line tools: xcode-select --install'
      : 'Install one, on Debian and Ubuntu: sudo apt-get install g++',
  );
}
