import { promises as fs } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import {
  DATA_PARTS,
  dataFolder,
  LESSON_LIST,
  lessonListSchema,
  modelFolder,
  type LessonList,
  type PackedData,
} from '../../../shared/contract/schemas/lesson-file.ts';
import { modelCardSchema } from '../../../shared/contract/schemas/predict.ts';
import { imageBytes } from '../../../shared/data/labelled-images.ts';
import { labelsFromBytes } from '../../../shared/data/label-bytes.ts';
import { describeModel } from '../../../shared/model/shapes.ts';
import { migrateCard } from '../../../shared/runs/migrate.ts';
import { readJson } from '../../files/json-file.ts';
import { readModelFolder } from '../../trainer/formats/model-folder.ts';
import { megabytes, unpackListed, type OnBytes, type ZipFile, type ZipKind } from '../listed-zip/unpack.ts';

const damaged = (file: string, inside: string, cause?: unknown): AppError =>
  new AppError('lesson-file-damaged', { file, inside }, cause);

const LESSON_FILE: ZipKind<LessonList> = {
  list: LESSON_LIST,
  schema: lessonListSchema,
  version: 1,
  /** Drawings of every chapter are in it. */
  mostListed: 33_554_432,
  /** Unpacked: images take a fifth of that in the file. */
  mostBytes: 536_870_912,
  faults: {
    other: (file) => new AppError('lesson-file-other', { file }),
    damaged,
    tooLarge: (bytes, most) =>
      new AppError('lesson-too-large', { megabytes: megabytes(bytes), limit: megabytes(most) }),
  },
};

/**
 * As the reader's call `lesson.unpack` says: what lies in the folder afterwards is what the list says, models with cards that can be read
 * and the weights that these name, and data sets whose images and labels are as many as they should be.
 */
export async function unpackLesson(file: ZipFile, onBytes?: OnBytes): Promise<LessonList> {
  const list = await unpackListed(file, LESSON_FILE, onBytes, (found) => mustHave(found, file.name));
  for (const [place, model] of list.models.entries()) {
    const inside = `${modelFolder(place)}/model.json`;
    await checkCard(path.join(file.folder, inside), model.weightsSha256).catch((error: unknown) => {
      throw error instanceof AppError && error.code === 'file-newer'
        ? new AppError('file-newer', { path: file.name }, error)
        : damaged(file.name, inside, error);
    });
    // Another lesson's model may be known by this hash: it is that of these weights.
    const folder = path.join(file.folder, modelFolder(place));
    await readModelFolder(folder).catch((error: unknown) => {
      throw damaged(file.name, `${modelFolder(place)}/weights.safetensors`, error);
    });
  }
  for (const [place, data] of list.data.entries())
    if (data.kind === 'images') await checkLabels(file, dataFolder(place), data);
  return list;
}

/** Each model has its files, each data set files of the sizes that its counts come to, and nothing else is listed. */
function mustHave({ models, data, files }: LessonList, name: string): void {
  const sizes = new Map(files.map(({ path: inside, size }) => [inside, size]));
  const take = (inside: string, size?: number): void => {
    if (!sizes.has(inside) || (size !== undefined && sizes.get(inside) !== size)) throw damaged(name, inside);
    sizes.delete(inside);
  };
  models.forEach((_, place) => {
    take(`${modelFolder(place)}/model.json`);
    take(`${modelFolder(place)}/weights.safetensors`);
    sizes.delete(`${modelFolder(place)}/known.safetensors`);
  });
  data.forEach((set, place) => {
    if (set.kind === 'known') return;
    const inside = (part: string): string => `${dataFolder(place)}/${part}`;
    take(inside(DATA_PARTS.trainImages), set.trainCount * imageBytes(set.task));
    take(inside(DATA_PARTS.trainLabels), 2 * set.trainCount);
    take(inside(DATA_PARTS.testImages), set.testCount * imageBytes(set.task));
    take(inside(DATA_PARTS.testLabels), 2 * set.testCount);
  });
  const [other] = sizes.keys();
  if (other !== undefined) throw damaged(name, other);
}

async function checkCard(file: string, weightsSha256: string): Promise<void> {
  const card = await readJson(file, modelCardSchema, 2, migrateCard);
  if (card?.weightsSha256 !== weightsSha256) throw new Error('the card belongs to other weights');
  const { outputShape } = describeModel(card.spec);
  if (outputShape.at(-1) === undefined) throw new Error('a model without an output');
  if (card.known) await fs.access(path.join(path.dirname(file), 'known.safetensors'));
}

async function checkLabels({ folder, name }: ZipFile, inside: string, { task }: PackedData): Promise<void> {
  for (const part of [DATA_PARTS.trainLabels, DATA_PARTS.testLabels]) {
    const labels = labelsFromBytes(await fs.readFile(path.join(folder, inside, part)));
    if (labels.some((label) => label >= task.classes.length)) throw damaged(name, `${inside}/${part}`);
  }
}
