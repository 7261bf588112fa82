import { promises as fs } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import { AppError } from '../../../shared/contract/errors.ts';
import type { RunId } from '../../../shared/contract/schemas/run.ts';
import { readJson, writeJson } from '../../files/json-file.ts';
import { isLiving, thisProcess } from '../../files/process-identity.ts';

const claimSchema = z.object({ version: z.literal(1), pid: z.number().int(), start: z.string() });

/** A trainer whose host is gone ends within ten seconds (see end-with-host.ts); milliseconds. */
const PATIENCE = 15_000;
const LOOK_EVERY = 50;

/**
 * Makes this process the one that writes into a run's checkpoints/. Where the host of an earlier trainer was killed,
 * that one may still be writing its last checkpoint: this waits until it has ended. Returns the function that releases
 * the folder. Throws `run-running` {id} if it does not end, and storage errors.
 */
export async function claimFolder(folder: string, id: RunId): Promise<() => Promise<void>> {
  const file = path.join(folder, 'writer.json');
  const since = performance.now();
  while (await isWritten(file)) {
    if (performance.now() - since > PATIENCE) throw new AppError('run-running', { id });
    await setTimeout(LOOK_EVERY);
  }
  await writeJson(file, { version: 1, ...thisProcess() });
  return () => fs.rm(file, { force: true }).catch(() => undefined);
}

/** Whether a living process other than this one has the folder. A claim that cannot be read does not count. */
async function isWritten(file: string): Promise<boolean> {
  const claim = await readJson(file, claimSchema, 1).catch(() => null);
  return claim !== null && claim.pid !== process.pid && isLiving(claim);
}
