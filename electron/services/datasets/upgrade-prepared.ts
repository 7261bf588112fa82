import { promises as fs } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { labelsToBytes } from '../../../shared/data/label-bytes.ts';
import { DIGITS } from '../../../shared/task/digits.ts';
import { writeAtomic } from '../../files/atomic-write.ts';
import { writeJson } from '../../files/json-file.ts';
import { readWhole } from '../../files/read-whole.ts';

/** The record of a data set, beside the raw bytes in its folder. */
export const RECORD = 'dataset.json';

const firstSchema = z.looseObject({ version: z.literal(1) });

/**
 * Brings a folder that an older studio prepared up to date, where it lies: version 1 knew ten digits alone and had a byte a
 * label. The record comes last, so that a folder that was left in the middle is done again.
 */
export async function upgradePrepared(folder: string): Promise<void> {
  const file = path.join(folder, RECORD);
  const first = firstSchema.safeParse(JSON.parse(await readWhole(file).then(String)));
  if (!first.success) return;
  for (const split of ['train', 'test']) {
    const labels = await readWhole(path.join(folder, `${split}-labels.u8`));
    await writeAtomic(path.join(folder, `${split}-labels.u16`), [labelsToBytes(labels)]);
  }
  await writeJson(file, { ...first.data, version: 2, task: DIGITS, framing: 'centred' });
  for (const split of ['train', 'test']) await fs.rm(path.join(folder, `${split}-labels.u8`), { force: true });
}
