import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { Pins } from '../pins.ts';

/** Folders of the checkout that the addon is compiled from. */
const FOLDERS = [
  path.join('node_modules', '@tensorflow', 'tfjs-node', 'binding'),
  path.join('node_modules', 'node-api-headers', 'include'),
  path.join('electron', 'native', 'include'),
  path.join('electron', 'native', 'windows'),
];

/** SHA-256 of all that an addon is made of: sources, headers, tfjs-node's version and the way it is compiled. */
export function addonSources(root: string, pins: Pick<Pins, 'tfjs' | 'addonRecipe'>): string {
  const hash = createHash('sha256').update(`tfjs-node ${pins.tfjs}, recipe ${pins.addonRecipe}\n`);
  for (const folder of FOLDERS) {
    const files = fs.readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' });
    const sources = files.filter((file) => /\.(cc|h)$/.test(file)).map((file) => file.replaceAll('\\', '/'));
    for (const file of sources.sort()) {
      // git may have given a checkout on Windows its own line ends.
      const text = fs.readFileSync(path.join(root, folder, file), 'latin1').replaceAll('\r\n', '\n');
      hash.update(`${file} ${text.length}\n${text}`, 'latin1');
    }
  }
  return hash.digest('hex');
}
