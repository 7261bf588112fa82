import { promises as fs } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { AppError } from '../../shared/contract/errors.ts';
import { modelCardSchema } from '../../shared/contract/schemas/predict.ts';
import type { Run } from '../../shared/contract/schemas/run.ts';
import { migrateCard } from '../../shared/runs/migrate.ts';
import { shellWord } from '../../shared/words/shell-word.ts';
import type { Services } from '../hosts/create-services.ts';
import { makeStorageFolder } from '../files/atomic-write.ts';
import { isFolder } from '../files/is-there.ts';
import { readJson } from '../files/json-file.ts';
import { copyModelFolder, MODEL_FILES } from '../services/models/copy-model.ts';
import { targetError } from '../services/files/save-file.ts';

/**
 * Makes the folder that a model is to be saved in and checks that files can be written there, before a training that
 * may take long. Throws `save-denied` {name}, `save-failed` {name, reason}, `not-a-folder` and `not-a-file` {path},
 * `disk-full`.
 */
export async function prepareTarget(choice: string): Promise<void> {
  const target = path.resolve(choice);
  const trial = path.join(target, `.inkstone-${process.pid}.tmp`);
  try {
    makeStorageFolder(target);
    for (const file of MODEL_FILES.map((name) => path.join(target, name)))
      if (await isFolder(file)) throw new AppError('not-a-file', { path: file });
    await fs.writeFile(trial, 'inkstone');
  } catch (error) {
    throw targetError(error, target);
  } finally {
    await fs.rm(trial, { force: true }).catch(() => undefined);
  }
}

/** Copies the run's model folder to `choice`, with the command that made it. Throws as `prepareTarget` does. */
export async function saveModel(services: Services, run: Run, choice: string): Promise<void> {
  await copyModel(services, run, choice).catch((error: unknown) => {
    throw targetError(error, path.resolve(choice));
  });
}

async function copyModel(services: Services, run: Run, choice: string): Promise<void> {
  const target = path.resolve(choice);
  const source = services.models.folderOf(run.id);
  const card = await readJson(path.join(source, 'model.json'), modelCardSchema, 2, migrateCard);
  if (!card) throw new AppError('model-not-found', { folder: source });
  const words = process.argv.slice(2).map((word) => shellWord(word, process.platform));
  await copyModelFolder(source, target, { ...card, command: `${services.env.commandLine} ${words.join(' ')}` });
}
