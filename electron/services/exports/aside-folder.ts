import { createHash } from 'node:crypto';
import { promises as fs } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { isThere } from '../../files/is-there.ts';
import { move, PATIENT } from '../../files/move.ts';
import { isLiving, type ProcessIdentity, thisProcess } from '../../files/process-identity.ts';

/** A folder may lie on a drive that machines share: what another's process makes there is not told by its id here. */
const MACHINE = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
const ASIDE = /^\.inkstone-(\d+)-([\w-]*)-at-([0-9a-f]{8})-export-\d+\.tmp$/;
/** What stood in an export's place, while the export moves there. */
const REPLACED = 'replaced';

let made = 0;
/** Those in which this process still makes an export. */
const inUse = new Set<string>();

/** A name for a new folder in `parent` in which an export is made, on the disk of its place; it tells whose it is. */
export function asideIn(parent: string): string {
  const { pid, start } = thisProcess();
  const aside = path.join(parent, `.inkstone-${pid}-${start}-at-${MACHINE}-export-${++made}.tmp`);
  inUse.add(aside);
  return aside;
}

/** Where in such a folder what stands at `target` is kept. */
export const replacedIn = (aside: string, target: string): string => path.join(aside, REPLACED, path.basename(target));

/** Removes such a folder. What was to be replaced goes back, where nothing came in its place; where it cannot, it stays in the folder. */
export async function clearAside(aside: string): Promise<void> {
  inUse.delete(aside);
  try {
    for (const name of await fs.readdir(path.join(aside, REPLACED)).catch(() => [])) {
      const place = path.join(path.dirname(aside), name);
      if (!(await isThere(place))) await move(path.join(aside, REPLACED, name), place);
    }
    await fs.rm(aside, PATIENT);
  } catch {
    // The next export to this place tries again.
  }
}

/** Clears up what exports that ended without it left in `parent`: their process was killed, or a disk would not move a folder back. */
export async function sweepAsides(parent: string): Promise<void> {
  for (const name of await fs.readdir(parent).catch(() => [])) {
    const aside = path.join(parent, name);
    const [, pid, start, machine] = ASIDE.exec(name) ?? [];
    if (machine === MACHINE && !isInUse(aside, { pid: Number(pid), start: start! })) await clearAside(aside);
  }
}

const isInUse = (aside: string, maker: ProcessIdentity): boolean =>
  maker.pid === process.pid && maker.start === thisProcess().start ? inUse.has(aside) : isLiving(maker);
