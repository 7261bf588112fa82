import fs from 'node:fs';
import path from 'node:path';
import { root } from '../lib/root.ts';
import { setUp } from '../lib/set-up.ts';
import { buildFor, runtimeArguments } from './builder.ts';
import { FORMATS, makeFormats, readFormats } from './formats.ts';
import { writePapers } from './papers.ts';
import { layPayload } from './payload.ts';
import { productOf } from './product.ts';

/** electron-builder's executableName, which the command before it takes over. */
const WINDOW = 'inkstone-studio';

/**
 * Packs the studio for the platform that it runs on. On Linux `args` are the formats that are wanted (all, without any): the program's
 * folder is made by electron-builder and packed by the system's own tools, so that no network is asked where the Electron runtime is
 * there. Elsewhere they go to electron-builder. Resolves with the exit code: 1 if a format that was asked for by name, or every one,
 * could not be made, or if ELECTRON_OVERRIDE_DIST_PATH names a folder without an Electron.
 */
export async function pack(args: readonly string[]): Promise<number> {
  const wanted = process.platform === 'linux' ? readFormats(args) : null;
  if (wanted === 'unknown') {
    console.error(`npm run package takes ${FORMATS.join(', ')}.`);
    return 2;
  }
  const runtime = runtimeArguments(process.env);
  if ('missing' in runtime) {
    console.error(runtime.missing);
    return 1;
  }
  if (!(await setUp(root))) return 1;
  const product = productOf(root);
  await writePapers(layPayload(), product.version);
  if (wanted === null) return buildFor(args, runtime);
  const code = await buildFor(['--linux', 'dir'], runtime);
  if (code !== 0) return code;
  const program = path.join(root, 'dist', 'linux-unpacked');
  finishProgram(program);
  let [made, failed] = [0, 0];
  for await (const result of makeFormats(wanted, { program, product, runtime })) {
    if ('problem' in result) failed++;
    else made++;
    const told = 'problem' in result ? result.problem : `${result.file} (${megabytes(result.bytes)} MB)`;
    console.log(`${result.format}: ${told}`);
  }
  return made === 0 || (args.length > 0 && failed > 0) ? 1 : 0;
}

function layCommand(name: string, target: string): void {
  fs.copyFileSync(path.join(root, 'resources', 'linux', name), target);
  fs.chmodSync(target, 0o755);
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(0);

/** What electron-builder leaves undone in the program's folder: the commands that start the window and the command line, and licences. */
function finishProgram(program: string): void {
  const resources = path.join(program, 'resources');
  // A runtime from elsewhere brings Electron's demonstration, which nobody runs.
  fs.rmSync(path.join(resources, 'default_app.asar'), { force: true });
  const window = path.join(program, WINDOW);
  fs.renameSync(window, `${window}.bin`);
  layCommand(WINDOW, window);
  layCommand('inkstone', path.join(resources, 'inkstone'));
  fs.copyFileSync(path.join(root, 'LICENSE'), path.join(program, 'LICENSE.inkstone.txt'));
}
