import type { CancelSignal } from '../../../shared/contract/define.ts';
import { AppError } from '../../../shared/contract/errors.ts';
import { dataFolder, LESSON_LIST, modelFolder, type LessonList } from '../../../shared/contract/schemas/lesson-file.ts';
import { LESSON_LIMITS, type Lesson } from '../../../shared/contract/schemas/lesson.ts';
import { packListed, type Listing, type PackedFile } from '../../formats/listed-zip/pack.ts';
import { megabytes } from '../../formats/listed-zip/unpack.ts';
import { plainName } from '../files/handles.ts';
import {
  dataPart,
  modelPart,
  sumOf,
  type DataPart,
  type ModelPart,
  type PartFile,
  type PartSources,
} from './lesson-parts.ts';

export interface LessonExportOptions {
  readonly signal: CancelSignal;
  /** Bytes that were packed, and of how many. */
  readonly onBytes: (done: number, total: number) => void;
}

/** A lesson as a file in memory, as the call `lessons.export` says. */
export async function exportLesson(
  sources: PartSources,
  lesson: Lesson,
  { signal, onBytes }: LessonExportOptions,
): Promise<{ name: string; bytes: Uint8Array<ArrayBuffer> }> {
  if (lesson.chapters.length === 0) throw new AppError('lesson-chapterless', { title: lesson.title });
  const models: ModelPart[] = [];
  for (const ref of lesson.models) models.push(await modelPart(sources, ref));
  const data: DataPart[] = [];
  for (const id of lesson.data) data.push(await dataPart(sources, id));
  const packed = [
    ...models.map(({ files }, place) => ({ folder: modelFolder(place), files })),
    ...data.map((part, place) => ({ folder: dataFolder(place), files: part.kind === 'images' ? part.files : [] })),
  ];
  const total = packed.reduce((sum, { files }) => sum + sumOf(files), 0);
  let done = 0;
  async function* counted(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const piece of content) {
      if (signal.aborted) throw new AppError('cancelled');
      yield piece;
      onBytes((done += piece.length), total);
    }
  }
  const entry = (folder: string, { name, read }: PartFile): PackedFile => ({
    path: `${folder}/${name}`,
    content: counted(read()),
    // Weights do not pack.
    stored: name.endsWith('.safetensors'),
  });
  const pieces: Uint8Array[] = [];
  let size = 0;
  const listing: Listing = { path: LESSON_LIST, of: (files) => listOf(lesson, models, data, [...files]) };
  const entries = packed.flatMap(({ folder, files }) => files.map((file) => entry(folder, file)));
  for await (const piece of packListed(entries, listing)) {
    if (signal.aborted) throw new AppError('cancelled');
    pieces.push(piece);
    size += piece.length;
    if (size > LESSON_LIMITS.bytes) throw tooLarge(size);
  }
  return { name: `${plainName(lesson.title)}.inkstone-lesson`, bytes: new Uint8Array(Buffer.concat(pieces)) };
}

/** One that was opened here goes on as what it was where it was made. */
function listOf(
  { id, origin, title, note, language, chapters, models: refs }: Lesson,
  models: readonly ModelPart[],
  data: readonly DataPart[],
  files: LessonList['files'],
): LessonList {
  return {
    version: 1,
    id: origin?.lesson ?? id,
    ...{ title, note, language },
    chapters: chapters.map(({ model, ...chapter }) => {
      const place = model === null ? -1 : refs.indexOf(model);
      return { ...chapter, model: place < 0 ? null : place };
    }),
    models: models.map(({ card }) => ({ weightsSha256: card.weightsSha256 })),
    data: data.map((part) => {
      if (part.kind === 'known') return part;
      const { name, task, framing, trainCount, testCount } = part.about;
      return { kind: 'images', name, task, framing, trainCount, testCount };
    }),
    files,
  };
}

const tooLarge = (bytes: number): AppError =>
  new AppError('lesson-too-large', { megabytes: megabytes(bytes), limit: megabytes(LESSON_LIMITS.bytes) });
