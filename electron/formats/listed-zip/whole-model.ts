import path from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import { modelCardSchema, type ModelCard } from '../../../shared/contract/schemas/predict.ts';
import { classesOf, describeClassifier, readsLines } from '../../../shared/model/shapes.ts';
import { migrateCard } from '../../../shared/runs/migrate.ts';
import { readJson } from '../../files/json-file.ts';
import { readModelFolder, type StoredModel } from '../../trainer/formats/model-folder.ts';
import type { ZipFile } from './unpack.ts';

/**
 * The card of an unpacked model, of which card, layers, weights and classes belong together: what passes for whole here is never brought
 * again, so a model that cannot read would stay for ever in the place of the right one. `inside`: its folder in the zip, empty or ending in
 * '/'. Throws what `damaged` makes, and `file-newer` {path}.
 */
export async function wholeModel(
  { folder, name }: ZipFile,
  inside: string,
  damaged: (file: string, inside: string, cause: unknown) => AppError,
): Promise<ModelCard> {
  try {
    await readJson(path.join(folder, inside, 'model.json'), modelCardSchema, 2, migrateCard);
    const stored = await readModelFolder(path.join(folder, inside));
    requireOneModel(stored);
    return stored.card;
  } catch (error) {
    throw error instanceof AppError && error.code === 'file-newer'
      ? new AppError('file-newer', { path: name }, error)
      : damaged(name, `${inside}model.json`, error);
  }
}

function requireOneModel({ card: { spec, task }, weights }: StoredModel): void {
  const info = describeClassifier(spec);
  const shapes = new Map(weights.map(({ name, shape }) => [name, String(shape)]));
  const wanted = info.layers.flatMap((layer) => layer.weights);
  if (wanted.some(({ path: weight, shape }) => shapes.get(weight) !== String(shape)))
    throw new Error('weights of other layers');
  if (classesOf(info) !== task.classes.length || readsLines(info) !== (task.reads === 'line'))
    throw new Error('classes of another model');
  if (String(spec.inputShape) !== String(task.inputShape)) throw new Error('images of another size');
}
