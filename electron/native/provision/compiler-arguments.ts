import fs from 'node:fs';
import path from 'node:path';
import { findLibraries } from './library-names.ts';
import { SetupError } from './setup-error.ts';

/** How a C++17 compiler is called. */
export interface Compiler {
  readonly program: string;
  /** Its first arguments. */
  readonly first: readonly string[];
  /** Added to its environment. */
  readonly env: Readonly<Record<string, string>>;
}

/** What is compiled. */
export interface Compilation {
  /** An engine folder's tensorflow/, with the libraries. */
  readonly libraries: string;
  /** The checkout: node_modules has tfjs-node's binding and Node-API's headers, electron/native/include TensorFlow's. */
  readonly root: string;
  /** The system that the addon is for, as Node names it. */
  readonly platform: string;
}

/** What a compiler is given to make the addon. Throws SetupError if the libraries are not all there. */
export function compilerArguments({ root, libraries, platform }: Compilation, output: string): string[] {
  const tfjs = path.join(root, 'node_modules', '@tensorflow', 'tfjs-node');
  const native = path.join(root, 'electron', 'native');
  const found = findLibraries(fs.readdirSync(libraries), platform);
  if (!found) throw new SetupError(`No libtensorflow in ${libraries}`, 'Remove the folder and start again.');
  return [
    ...['-O2', '-std=c++17', '-w', '-DNAPI_VERSION=8', '-DNODE_GYP_MODULE_NAME=tfjs_binding'],
    ...['-I', path.join(root, 'node_modules', 'node-api-headers', 'include')],
    ...['-I', tfjs, '-I', path.join(native, 'include')],
    ...['tfjs_backend.cc', 'tfjs_binding.cc'].map((file) => path.join(tfjs, 'binding', file)),
    ...linking(platform, libraries, found, native),
    ...['-o', output],
  ];
}

function linking(platform: string, libraries: string, found: readonly string[], native: string): string[] {
  const whole = found.map((file) => path.join(libraries, file));
  switch (platform) {
    case 'darwin':
      return ['-fPIC', '-bundle', '-undefined', 'dynamic_lookup', ...whole, '-Wl,-rpath,@loader_path'];
    case 'win32':
      // Node-API's functions come from windows/node-api.cc, not from a library; Windows itself looks beside the addon for the rest.
      return ['-DNAPI_EXTERN=', path.join(native, 'windows', 'node-api.cc'), '-shared', '-s', whole[0]!];
    default:
      return ['-fPIC', '-shared', '-L', libraries, ...found.map((file) => `-l:${file}`), '-Wl,-rpath,$ORIGIN'];
  }
}
