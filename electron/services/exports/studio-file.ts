import path from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import type { CancelSignal } from '../../../shared/contract/define.ts';
import { isRun } from '../../../shared/contract/schemas/run-id.ts';
import type { ModelRef } from '../../../shared/contract/schemas/predict.ts';
import type { HostEnvironment } from '../../environment.ts';
import { makeStorageFolder, writeAtomicFrom } from '../../files/atomic-write.ts';
import { namesIn } from '../../files/names-in.ts';
import { packModel, packRun } from '../../formats/run-file/pack.ts';
import { callAlone } from '../../reader-link/call-alone.ts';
import type { Models } from '../models/models.ts';
import type { Runs } from '../runs/runs.ts';

export interface StudioFileDependencies {
  readonly models: Pick<Models, 'folderOf' | 'card'>;
  readonly runs: Pick<Runs, 'get' | 'folderOf'>;
}

/** A model's folder; `ref` is null for one that is not the studio's own. */
export interface ModelFolder {
  readonly folder: string;
  readonly ref: ModelRef | null;
}

/** Ancestors that go with a model. */
const MOST_PARENTS = 16;

/**
 * Writes a model as the studio's own file: a run with its record, logs and the model that it goes on from, any other model with those that it comes
 * from, as far as they are here. Throws as `Models.card` and `Runs.get` do, and storage errors.
 */
export async function writeStudioFile(deps: StudioFileDependencies, model: ModelFolder, target: string): Promise<void> {
  const { ref, folder } = model;
  if (ref !== null && isRun(ref)) {
    const { run, logs } = await deps.runs.get(ref);
    await writeAtomicFrom(target, packRun({ folder: deps.runs.folderOf(ref), run, logs, checkpoints: false }));
  } else await writeAtomicFrom(target, packModel(folder, await parentsOf(deps, folder)));
}

/** Folders of a model's ancestors, the nearest first: in this studio, or those that came with it in such a file. */
async function parentsOf({ models }: StudioFileDependencies, folder: string): Promise<string[]> {
  const parents: string[] = [];
  let { parent } = await models.card(folder);
  while (parent?.ref && parents.length < MOST_PARENTS) {
    const own = models.folderOf(parent.ref);
    const card = await models.card(own).catch(() => null);
    // Under its name there may be another model by now.
    if (card?.weightsSha256 !== parent.weightsSha256) break;
    parents.push(own);
    parent = card.parent;
  }
  if (parents.length > 0) return parents;
  const came = path.join(folder, 'parents');
  const names = (await namesIn(came)).sort((a, b) => Number(a) - Number(b));
  return names.slice(0, MOST_PARENTS).map((name) => path.join(came, name));
}

/** Unpacks such a file again into a new folder, by a reader of its own; gives the model's folder in it. */
export async function unpackStudioFile(
  env: Pick<HostEnvironment, 'launchReader'>,
  { file, into }: { readonly file: string; readonly into: string },
  signal: CancelSignal | undefined,
): Promise<string> {
  makeStorageFolder(into);
  const wish = { path: file, name: path.basename(file), folder: into };
  const { kind } = await callAlone(env, 'model.unpack', wish, { signal });
  if (kind === 'other') throw new AppError('run-file-damaged', { file: wish.name, inside: '' });
  if (kind === 'model') return into;
  await callAlone(env, 'run.unpack', wish, { signal });
  return path.join(into, 'model');
}
