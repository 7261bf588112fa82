import fs from 'node:fs';
import path from 'node:path';
import { sha256OfFile } from '../../electron/files/content-hash.ts';
import { type Feed, feedSchema, fileFor, SIGNATURE_SUFFIX } from '../../electron/services/updates/feed.ts';
import { pins } from '../../electron/native/pins.ts';
import { signatureLine } from '../../electron/services/updates/signature.ts';

export interface FeedWish {
  readonly version: string;
  /** A file with {"en", "zh-CN"}: what is new, in plain text. */
  readonly notes: string;
  /** PLATFORM/FORMAT=PACKAGE, as linux-x64/deb=dist/inkstone_1.2.0_amd64.deb. */
  readonly files: readonly string[];
  /** Where the packages will lie: a whole address, or one relative to the list's own; empty: beside the list. */
  readonly base: string;
  /** How long the list is good for. */
  readonly days: number;
  /** Files of private keys; INKSTONE_RELEASE_KEY may hold one more, as text. */
  readonly keys: readonly string[];
  readonly out: string;
}

/** Writes the list of releases and, beside it, its signatures. Throws an Error that says what is wrong with the wish. */
export async function makeFeed(wish: FeedWish, env: NodeJS.ProcessEnv = process.env): Promise<number> {
  const inEnvironment = env['INKSTONE_RELEASE_KEY'];
  const keys = [...wish.keys.map((file) => fs.readFileSync(file, 'utf8')), ...(inEnvironment ? [inEnvironment] : [])];
  if (keys.length === 0) throw new Error('No key: name one with --key, or put it into INKSTONE_RELEASE_KEY.');
  const now = new Date();
  const feed: Feed = {
    format: 1,
    product: 'inkstone',
    published: now.toISOString(),
    expires: new Date(now.getTime() + wish.days * 86_400_000).toISOString(),
    version: wish.version,
    date: now.toISOString().slice(0, 10),
    notes: JSON.parse(fs.readFileSync(wish.notes, 'utf8')) as Feed['notes'],
    files: await Promise.all(wish.files.map((file) => describe(file, wish.base))),
  };
  const parsed = feedSchema.safeParse(feed);
  if (!parsed.success) throw new Error(`Such a list would not be understood: ${parsed.error.message}`);
  checkFiles(parsed.data);
  const bytes = Buffer.from(`${JSON.stringify(parsed.data, null, 2)}\n`);
  // A key that is none leaves what was there.
  const lines = keys.map((key) => signatureLine(bytes, key));
  fs.writeFileSync(`${wish.out}${SIGNATURE_SUFFIX}`, `${lines.join('\n')}\n`);
  fs.writeFileSync(wish.out, bytes);
  console.error(`${wish.out}: Inkstone ${wish.version}, ${feed.files.length} packages, ${lines.length} signatures`);
  return 0;
}

/** Any address of a list: files may be named relative to it. */
const SOMEWHERE = 'https://releases.invalid/inkstone-releases.json';

/**
 * Looks for what each field allows by itself, and what would still bring nobody their package. Throws an Error that says what is wrong.
 */
export function checkFiles(feed: Feed): void {
  if (feed.files.length === 0) throw new Error('The list names no package.');
  const addresses = new Set<string>();
  for (const file of feed.files) {
    const { platform, format, url } = file;
    const found = fileFor(feed, platform, format, SOMEWHERE);
    if (!PLATFORMS.has(platform)) throw new Error(`${platform} is no platform: ${[...PLATFORMS].join(', ')}`);
    if (found === null) throw new Error(`${url}: programs ask no such address, only https://`);
    if (found.sha256 !== file.sha256 || found.url !== url)
      throw new Error(`The list has two of ${platform}/${format}.`);
    if (addresses.has(found.address)) throw new Error(`Two packages would lie at ${url}.`);
    addresses.add(found.address);
  }
}

const PLATFORMS = new Set(Object.keys(pins.platforms));

async function describe(wish: string, base: string): Promise<Feed['files'][number]> {
  const [, platform, format, file] = /^([^/=]+)\/([^=]+)=(.+)$/.exec(wish) ?? [];
  if (file === undefined) throw new Error(`--file is PLATFORM/FORMAT=PACKAGE, not ${wish}`);
  const name = path.basename(file);
  // GitHub, for one, gives a file another name then, and the list would lead nowhere.
  if (!/^[\w.-]+$/.test(name))
    throw new Error(`${name}: only letters, digits, dots, dashes and underscores keep their place in a name`);
  return {
    platform: platform!,
    format: format as Feed['files'][number]['format'],
    url: base === '' ? name : `${base.replace(/\/+$/, '')}/${name}`,
    size: fs.statSync(file).size,
    sha256: await sha256OfFile(file),
  };
}
