import { promises as fs } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { readJson } from './json-file.ts';
import { type ProcessState, stateOf, thisProcess } from './process-identity.ts';
import { move } from './move.ts';

/** A lock's content, version 1: who holds it. `host` and `token` are absent in locks of older studios. */
const holderSchema = z.object({
  version: z.literal(1),
  pid: z.number().int(),
  /** Names a file, too (see takeLock): what has no other letters leads nowhere else. */
  start: z.string().regex(/^[\w-]{0,40}$/),
  host: z.enum(['electron', 'web', 'cli']).nullable().default(null),
  /** Tells two hosts of one process apart. */
  token: z.string().default(''),
});

export type LockHolder = Readonly<z.infer<typeof holderSchema>>;

const unknown = (start: string): LockHolder => ({ version: 1, pid: 0, start, host: null, token: '' });
/** Where there are no hard links, a lock is empty for a moment. */
const BEING_WRITTEN = unknown('being-written');
/** A lock that stays empty or cannot be read belongs to nobody: it was torn by a power cut. */
const TORN = unknown('torn');

/** An empty lock that is older than this is not being written any more, milliseconds. */
const WRITTEN_AFTER = 2000;

/** The file systems that know no hard links say so in many ways. */
const NO_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EISDIR', 'UNKNOWN'];

/** The hosts of this very process. */
const hostsHere = new Set<string>();

/** This host as a holder of locks, from now until its process ends. */
export function lockHolder(host: LockHolder['host']): LockHolder {
  const token = randomBytes(8).toString('hex');
  hostsHere.add(token);
  return { version: 1, ...thisProcess(), host, token };
}

/**
 * Whether a holder still lives. A holder with this process's id must be a host of ours: an earlier process may have had
 * the same id.
 */
export function holderState(holder: LockHolder): ProcessState {
  if (isSame(holder, BEING_WRITTEN)) return 'living';
  if (isSame(holder, TORN)) return 'gone';
  if (holder.pid === process.pid) return hostsHere.has(holder.token) ? 'living' : 'gone';
  return stateOf(holder);
}

/**
 * Takes a lock that is free, or whose holder is gone. Resolves with null, or with the living holder that has it. Of any
 * number of processes that try at once, one gets it. The folder must exist. Throws the file system's errors.
 *
 * A free lock is made exclusively. A lock whose holder X is gone may be replaced by one process only: the one that
 * takes a second lock, named for X. Under it, X's lock is checked once more before it is replaced.
 */
export async function takeLock(file: string, me: LockHolder): Promise<LockHolder | null> {
  for (;;) {
    if (await create(file, me)) return null;
    const holder = await readHolder(file);
    if (!holder) continue;
    if (isSame(holder, me)) return null;
    if (holderState(holder) !== 'gone') return holder;
    const heir = `${file}.after-${holder.pid}-${holder.start}`;
    const rival = await takeLock(heir, me);
    if (rival) return rival;
    try {
      const now = await readHolder(file);
      if (now && isSame(now, holder)) {
        await replace(file, me);
        return null;
      }
    } finally {
      await releaseLock(heir);
    }
  }
}

/** Lets go of a lock that was taken. */
export async function releaseLock(file: string): Promise<void> {
  await fs.rm(file, { force: true });
}

/** Lets go of a lock where this host has it. */
export async function releaseOwn(file: string, me: LockHolder): Promise<void> {
  const holder = await readHolder(file);
  if (holder && isSame(holder, me)) await releaseLock(file);
}

/** Who holds a lock: living or dying; null if nobody does. */
export async function holderOf(file: string): Promise<LockHolder | null> {
  const holder = await readHolder(file);
  return holder && holderState(holder) !== 'gone' ? holder : null;
}

/** The kind of host that a lock names, whether that lives or not; null: there is no lock, or it does not say. */
export const hostNamedIn = async (file: string): Promise<LockHolder['host']> => (await readHolder(file))?.host ?? null;

const isSame = (a: LockHolder, b: LockHolder): boolean => a.pid === b.pid && a.start === b.start && a.token === b.token;

/** Null if there is no lock. */
async function readHolder(file: string): Promise<LockHolder | null> {
  const holder = await readJson(file, holderSchema, 1).catch(() => 'unreadable' as const);
  if (holder && holder !== 'unreadable') return holder;
  const stats = await fs.lstat(file).catch(() => null);
  // A link that leads nowhere is no file to read, and yet keeps a lock from being made; else it was made just now.
  if (!stats || (!holder && !stats.isSymbolicLink())) return null;
  return Date.now() - stats.mtimeMs < WRITTEN_AFTER ? BEING_WRITTEN : TORN;
}

/** False if the lock exists already. The file gets its name only when its content is complete. */
async function create(file: string, me: LockHolder): Promise<boolean> {
  const beside = await writeBeside(file, me);
  try {
    await fs.link(beside, file);
    return true;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    if (NO_LINKS.includes(code)) return await createInPlace(file, me);
    throw error;
  } finally {
    await fs.rm(beside, { force: true });
  }
}

async function createInPlace(file: string, me: LockHolder): Promise<boolean> {
  try {
    await fs.writeFile(file, JSON.stringify(me), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    await fs.rm(file, { force: true });
    throw error;
  }
}

async function replace(file: string, me: LockHolder): Promise<void> {
  const beside = await writeBeside(file, me);
  await move(beside, file).catch(async (error: unknown) => {
    await fs.rm(beside, { force: true });
    throw error;
  });
}

async function writeBeside(file: string, me: LockHolder): Promise<string> {
  const beside = `${file}.${me.token}.tmp`;
  try {
    await fs.writeFile(beside, JSON.stringify(me));
  } catch (error) {
    await fs.rm(beside, { force: true }).catch(() => undefined);
    throw error;
  }
  return beside;
}
