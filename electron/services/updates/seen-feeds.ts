import path from 'node:path';
import { z } from 'zod';
import { AppError } from '../../../shared/contract/errors.ts';
import { readJson, writeJson } from '../../files/json-file.ts';
import type { Feed } from './feed.ts';

/** updates/seen.json: when the newest feed that was read from an address was signed. */
const seenSchema = z.object({ version: z.literal(1), feed: z.string(), published: z.iso.datetime() });

/**
 * Keeps who answers for the feed from going back to an older one, which is signed as well: it could hide that a release was mended. Throws
 * `update-feed-older` {date, seen}, storage errors.
 */
export async function keepSeen(storageFolder: string, address: string, { published }: Feed): Promise<void> {
  const file = path.join(storageFolder, 'updates', 'seen.json');
  const seen = await readJson(file, seenSchema, 1).catch(() => null);
  const last = seen?.feed === address ? seen.published : null;
  if (last === published) return;
  if (last !== null && Date.parse(published) < Date.parse(last))
    throw new AppError('update-feed-older', { date: published.slice(0, 10), seen: last.slice(0, 10) });
  await writeJson(file, { version: 1, feed: address, published });
}
