import { promises as fs } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../shared/contract/errors.ts';
import { modelCardSchema } from '../../shared/contract/schemas/predict.ts';
import type { Run } from '../../shared/contract/schemas/run.ts';
import { migrateCard } from '../../shared/runs/migrate.ts';
import type { Services } from '../hosts/create-services.ts';
import { readJson, writeJson } from '../files/json-file.ts';

/** Copies the run's model folder to `choice`, with the command that made it. */
export async function saveModel(services: Services, run: Run, choice: string): Promise<void> {
  const target = path.resolve(choice);
  const source = services.models.folderOf(run.id);
  const card = await readJson(path.join(source, 'model.json'), modelCardSchema, 2, migrateCard);
  if (!card) throw new AppError('model-not-found', { folder: source });
  const words = process.argv.slice(2).map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word}'`));
  await fs.mkdir(target, { recursive: true });
  await fs.copyFile(path.join(source, 'weights.safetensors'), path.join(target, 'weights.safetensors'));
  const known = 'known.safetensors';
  if (card.known) await fs.copyFile(path.join(source, known), path.join(target, known));
  else await fs.rm(path.join(target, known), { force: true });
  await writeJson(path.join(target, 'model.json'), { ...card, command: `npm run -s inkstone -- ${words.join(' ')}` });
}
