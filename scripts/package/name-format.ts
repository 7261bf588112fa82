import fs from 'node:fs';
import path from 'node:path';
import { FORMAT_FILE } from '../../electron/hosts/app-layout.ts';
import type { PackageFormat } from '../../shared/contract/schemas/update.ts';
import { HOME } from './tree.ts';

/** Tells the program that will lie in a laid tree what it was packed as: which file of a release can take its place (docs/updates.md). */
export function nameFormat(tree: string, format: PackageFormat): void {
  const file = path.join(tree, HOME, 'resources', FORMAT_FILE);
  fs.rmSync(file, { force: true });
  fs.writeFileSync(file, `${format}\n`);
}
