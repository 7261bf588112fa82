import fs from 'node:fs';
import path from 'node:path';
import { root } from '../lib/root.ts';

/** What electron-builder leaves undone in the program's folder: the command line beside the window's program, and licences. */
export function finishProgram(program: string): void {
  const resources = path.join(program, 'resources');
  // A runtime from elsewhere brings Electron's demonstration, which nobody runs.
  fs.rmSync(path.join(resources, 'default_app.asar'), { force: true });
  const command = path.join(resources, 'inkstone');
  fs.copyFileSync(path.join(root, 'resources', 'linux', 'inkstone'), command);
  fs.chmodSync(command, 0o755);
  fs.copyFileSync(path.join(root, 'LICENSE'), path.join(program, 'LICENSE.inkstone.txt'));
}
