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
import { imageBytes } from '../../../shared/data/labelled-images.ts';
import { labelsFromBytes } from '../../../shared/data/label-bytes.ts';
import { megabytes, unpackListed, type OnBytes, type ZipFile, type ZipKind } from '../listed-zip/unpack.ts';
import { wholeModel } from '../listed-zip/whole-model.ts';

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
 * As the reader's call `lesson.unpack` says: what lies in the folder afterwards is what the list says, models that are whole,
 * and data sets whose images and labels are as many as they should be.
 */
export async function unpackLesson(file: ZipFile, onBytes?: OnBytes): Promise<LessonList> {
  const list = await unpackListed(file, LESSON_FILE, onBytes, (found) => mustHave(found, file.name));
  for (const [place, model] of list.models.entries()) {
    const { weightsSha256 } = await wholeModel(file, `${modelFolder(place)}/`, damaged);
    if (weightsSha256 !== model.weightsSha256) throw damaged(file.name, `${modelFolder(place)}/model.json`);
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
    if (set.trainCount + set.testCount === 0) throw damaged(name, LESSON_LIST);
    const inside = (part: string): string => `${dataFolder(place)}/${part}`;
    take(inside(DATA_PARTS.trainImages), set.trainCount * imageBytes(set.task));
    take(inside(DATA_PARTS.trainLabels), 2 * set.trainCount);
    take(inside(DATA_PARTS.testImages), set.testCount * imageBytes(set.task));
    take(inside(DATA_PARTS.testLabels), 2 * set.testCount);
  });
  const [other] = sizes.keys();
  if (other !== undefined) throw damaged(name, other);
}

async function checkLabels({ folder, name }: ZipFile, inside: string, { task }: PackedData): Promise<void> {
  for (const part of [DATA_PARTS.trainLabels, DATA_PARTS.testLabels]) {
    const labels = labelsFromBytes(await fs.readFile(path.join(folder, inside, part)));
    if (labels.some((label) => label >= task.classes.length)) throw damaged(name, `${inside}/${part}`);
  }
}
