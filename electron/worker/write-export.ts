import path from 'node:path';
import type { CallOutput, ParsedInput } from '../../shared/contract/define.ts';
import { EXPORT_ENDINGS } from '../../shared/contract/schemas/export.ts';
import type { WorkerCalls } from '../../shared/contract/worker.ts';
import { exportedCard } from '../formats/exports/exported-card.ts';
import { usageOf } from '../formats/exports/usage.ts';
import { WRITERS } from '../formats/exports/writers.ts';
import { writeAtomic } from '../files/atomic-write.ts';
import { readModelFolder } from '../trainer/formats/model-folder.ts';

/** Answers `export.write`: see shared/contract/worker.ts. */
export async function writeExport({
  folder,
  format,
  into,
  name,
}: ParsedInput<WorkerCalls, 'export.write'>): Promise<CallOutput<WorkerCalls, 'export.write'>> {
  const stored = await readModelFolder(folder);
  const model = { ...stored, card: exportedCard(stored.card) };
  const write = await WRITERS[format]();
  const target = path.join(into, name);
  for (const file of await write(model)) {
    const place = EXPORT_ENDINGS[format] === null ? path.join(target, ...file.path.split('/')) : target;
    await writeAtomic(place, [file.bytes]);
  }
  return { usage: usageOf(format, model.card, name) };
}
