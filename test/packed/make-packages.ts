import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { repositoryRoot } from '../fixtures/folders.ts';

/** Before the tests of packages: makes those that they look at, with the program's folder that they are packed of. */
export function setup(): void {
  const script = path.join(repositoryRoot, 'scripts', 'package.mjs');
  execFileSync(process.execPath, [script, 'deb', 'tar.gz'], { stdio: ['ignore', 2, 2] });
}
