import fs from 'node:fs';
import path from 'node:path';
import { sha256OfFile } from '../../electron/files/content-hash.ts';
import { feedSchema, SIGNATURE_SUFFIX } from '../../electron/services/updates/feed.ts';
import { publisher } from '../../electron/services/updates/publisher.ts';
import { isSigned } from '../../electron/services/updates/signature.ts';
import { checkFiles } from './make-feed.ts';

/**
 * Looks at a list as the program would, and at the packages in `folder`, if there is one. Resolves with 0 if all is right; throws an Error
 * that says what is not.
 */
export async function checkFeed(
  file: string,
  folder: string | null,
  keys: readonly string[] = publisher.keys,
  now = Date.now(),
): Promise<number> {
  const bytes = fs.readFileSync(file);
  if (keys.length === 0) throw new Error('publisher.json names no key, so that no list counts.');
  if (!isSigned(bytes, fs.readFileSync(`${file}${SIGNATURE_SUFFIX}`, 'latin1'), keys))
    throw new Error(`${file} is not signed by a key of publisher.json.`);
  const feed = feedSchema.parse(JSON.parse(bytes.toString('utf8')));
  if (Date.parse(feed.expires) < now) throw new Error(`${file} was good until ${feed.expires}.`);
  checkFiles(feed);
  for (const { url, size, sha256 } of folder === null ? [] : feed.files) {
    const name = path.posix.basename(url);
    const found = path.join(folder!, name);
    if (!fs.existsSync(found)) throw new Error(`${name} is not in ${folder}.`);
    if (fs.statSync(found).size !== size || (await sha256OfFile(found)) !== sha256)
      throw new Error(`${name} is not the package that the list names.`);
  }
  console.error(`${file}: Inkstone ${feed.version}, good until ${feed.expires.slice(0, 10)}`);
  for (const { platform, format, url } of feed.files) console.error(`  ${platform} ${format}  ${url}`);
  return 0;
}
