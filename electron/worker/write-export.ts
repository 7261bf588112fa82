import path from 'node:path';
import type { CallOutput, ParsedInput } from '../../shared/contract/define.ts';
import { EXPORT_ENDINGS } from '../../shared/contract/schemas/export.ts';
import type { WorkerCalls } from '../../shared/contract/worker.ts';
import { exportedCard } from '../formats/exports/exported-card.ts';
import type { ExportFile } from '../formats/exports/export-file.ts';
import { rounded } from '../formats/exports/packing/rounded.ts';
import { usageOf } from '../formats/exports/usage.ts';
import { WRITERS } from '../formats/exports/writers.ts';
import { writeAtomic } from '../files/atomic-write.ts';
import { readModelFolder, writeModelFolder } from '../trainer/formats/model-folder.ts';

/** Answers `export.write`: see shared/contract/worker.ts. */
export async function writeExport({
  folder,
  format,
  weights,
  into,
  name,
  rounded: roundedFolder,
}: ParsedInput<WorkerCalls, 'export.write'>): Promise<CallOutput<WorkerCalls, 'export.write'>> {
  const stored = await readModelFolder(folder);
  const full = { ...stored, card: exportedCard(stored.card) };
  const { model, packing } = rounded(full, format, weights);
  const write = await WRITERS[format]();
  const written = await write(model, packing);
  const files: string[] = [];
  for (const { path: inside, bytes } of written) {
    const file = EXPORT_ENDINGS[format] === null ? `${name}/${inside}` : name;
    await writeAtomic(path.join(into, ...file.split('/')), [bytes]);
    files.push(file);
  }
  const bytes = sizeOf(written);
  const about = { files, bytes, usage: usageOf(format, model.card, name) };
  if (weights === 'float32') return { ...about, fullBytes: bytes };
  await writeModelFolder(roundedFolder, stored.card, model.weights, null, stored.card.temperature);
  return { ...about, fullBytes: sizeOf(await write(full)) };
}

const sizeOf = (files: readonly ExportFile[]): number => files.reduce((sum, { bytes }) => sum + bytes.length, 0);
