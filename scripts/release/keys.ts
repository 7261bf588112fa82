import fs from 'node:fs';
import path from 'node:path';
import { makeKeyPair } from '../../electron/services/updates/signature.ts';
import { root } from '../lib/root.ts';

/**
 * Makes a pair of Ed25519 keys: the private one into `folder`, for its owner alone, the public one on standard output, as it goes into
 * publisher.json. Refuses a folder of this checkout, where it would be committed one day. Throws the file system's errors.
 */
export function makeKeys(folder: string): number {
  const target = path.resolve(folder);
  const inside = path.relative(fs.realpathSync(root), realPath(target));
  if (!inside.startsWith('..') && !path.isAbsolute(inside))
    throw new Error(`${target} lies in the checkout: a private key must not`);
  const { id, publicKey, privateKey } = makeKeyPair();
  fs.mkdirSync(target, { recursive: true, mode: 0o700 });
  const file = path.join(target, `inkstone-release-${id}.pem`);
  fs.writeFileSync(file, privateKey, { mode: 0o600, flag: 'wx' });
  console.error(`The private key is ${file}. Keep it where no other machine reads it, and a copy elsewhere.`);
  console.error('The public one goes into "keys" of electron/services/updates/publisher.json:');
  console.log(publicKey);
  return 0;
}

/** Where a path leads by all links on its way, also if its end is not there yet. */
const realPath = (target: string): string =>
  fs.existsSync(target) ? fs.realpathSync(target) : path.join(realPath(path.dirname(target)), path.basename(target));
