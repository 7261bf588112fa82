import fs from 'node:fs';
import path from 'node:path';
import { locateEngine } from '../../electron/native/locate.ts';
import { root } from '../lib/root.ts';
import { nativeParts, type NativeFolders } from './native-parts.ts';
import { npmPart } from './npm-part.ts';
import { ownParts } from './own-parts.ts';
import { faultOf, type Part } from './part.ts';

/** What the bundlers have told of the last build: folders of packages, relative to the checkout. */
const BUNDLED = path.join(root, 'out', 'packages.json');

export function keepBundled(folders: Iterable<string>): void {
  const relative = [...folders].map((folder) => path.relative(root, folder).split(path.sep).join('/')).sort();
  fs.writeFileSync(BUNDLED, `${JSON.stringify(relative, null, 2)}\n`);
}

/**
 * All that is shipped, ours first, then by name. Throws with every part whose licence nobody has looked at or whose text is missing.
 * `unpacked`: from a checkout, where native parts are used and not shipped; one whose text is not at hand (a system's own Node) is left out.
 */
export function collectParts(folders: NativeFolders, { unpacked = false } = {}): Part[] {
  const bundled = JSON.parse(fs.readFileSync(BUNDLED, 'utf8')) as string[];
  const native = nativeParts(folders).filter((part) => !unpacked || faultOf(part) === null);
  const packages = bundled
    .map((folder) => npmPart(path.join(root, folder)))
    .filter(({ name, version }) => !native.some((each) => each.name === name && each.version === version));
  const parts = [...ownParts(), ...packages.sort(byName), ...native];
  const faults = parts.map(faultOf).filter((fault) => fault !== null);
  if (faults.length > 0) throw new Error(`Licences of what is shipped:\n${faults.join('\n')}`);
  return parts;
}

const byName = (a: Part, b: Part): number => (a.name < b.name ? -1 : 1);

/** What is at hand in a checkout. */
export function foldersAtHand(): NativeFolders {
  const electron = process.env['ELECTRON_OVERRIDE_DIST_PATH'] || path.join(root, 'node_modules', 'electron', 'dist');
  return {
    engine: engineFolder(),
    electron: fs.existsSync(path.join(electron, 'version')) ? electron : null,
    node: process.execPath,
    checksums: false,
  };
}

function engineFolder(): string | null {
  try {
    return locateEngine().folder;
  } catch {
    return null;
  }
}
