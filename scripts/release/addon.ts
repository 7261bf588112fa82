import fs from 'node:fs';
import path from 'node:path';
import { sha256Of } from '../../electron/files/content-hash.ts';
import { locateEngine } from '../../electron/native/locate.ts';
import { pins, platformKey } from '../../electron/native/pins.ts';
import { prebuiltName } from '../../electron/native/prebuilt-addons.ts';
import type { PrebuiltAddon } from '../../electron/native/prebuilt-addons.ts';
import { addonSources } from '../../electron/native/provision/addon-sources.ts';
import { root } from '../lib/root.ts';

export interface AddonWish {
  /** Where the file is laid that a release publishes. */
  readonly out: string;
  /** Where it will lie. */
  readonly base: string;
  /** Another platform's addon, that was built elsewhere; null: this machine's own. */
  readonly platform: string | null;
  readonly file: string | null;
  /** addons.json of this checkout, unless a test names another. */
  readonly manifest?: string;
}

/**
 * Lays an addon into a folder under the name that it is asked for by, and pins it: the next checkout of these sources takes it in place of
 * compiling one. Throws an Error for a file that cannot be moved, or an address that is not encrypted.
 */
export function pinAddon({ out, base, platform, file, manifest = MANIFEST }: AddonWish): number {
  if (!base.startsWith('https://')) throw new Error(`--base is an address with https://, not ${base}`);
  if ((platform === null) !== (file === null)) throw new Error('--platform and --file go together.');
  const bytes = fs.readFileSync(file ?? locateEngine().addon);
  const key = platform ?? platformKey();
  checkMovable(bytes, key);
  const sources = addonSources(root, pins);
  const name = prebuiltName(pins, key, sources);
  fs.mkdirSync(out, { recursive: true });
  fs.writeFileSync(path.join(out, name), bytes, { mode: 0o755 });
  const addon: PrebuiltAddon = {
    sources,
    url: `${base.replace(/\/+$/, '')}/${name}`,
    size: bytes.length,
    sha256: sha256Of(bytes),
  };
  const all = JSON.parse(fs.readFileSync(manifest, 'utf8')) as Record<string, PrebuiltAddon>;
  const sorted = Object.entries({ ...all, [key]: addon }).sort(([a], [b]) => a.localeCompare(b));
  fs.writeFileSync(manifest, `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`);
  console.error(`${path.join(out, name)}: ${bytes.length} bytes`);
  return 0;
}

const MANIFEST = path.join(root, 'electron', 'native', 'addons.json');

/** How each system's loader is told that libraries lie beside the addon; Windows looks there by itself. */
const SEARCH_PATHS: Readonly<Record<string, string>> = { linux: '$ORIGIN', darwin: '@loader_path' };

function checkMovable(bytes: Buffer, platform: string): void {
  const wanted = SEARCH_PATHS[platform.split('-')[0]!];
  if (wanted !== undefined && !bytes.includes(`\0${wanted}\0`))
    throw new Error(`The addon does not look for its libraries beside itself (${wanted}).`);
}
