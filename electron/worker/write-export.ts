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
  const files: string[] = [];
  for (const { path: inside, bytes } of await write(model)) {
    const file = EXPORT_ENDINGS[format] === null ? `${name}/${inside}` : name;
    await writeAtomic(path.join(into, ...file.split('/')), [bytes]);
    files.push(file);
  }
  return { files, usage: usageOf(format, model.card, name) };
}
