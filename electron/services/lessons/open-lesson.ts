import { createHash } from 'node:crypto';
import { promises as fs } from 'node:fs';
import type { CancelSignal } from '../../../shared/contract/define.ts';
import { AppError } from '../../../shared/contract/errors.ts';
import type { DatasetId } from '../../../shared/contract/schemas/dataset.ts';
import type { LessonList } from '../../../shared/contract/schemas/lesson-file.ts';
import type {
  LessonContent,
  LessonId,
  LessonInfo,
  LessonOrigin,
  LessonOutcome,
} from '../../../shared/contract/schemas/lesson.ts';
import type { ModelRef } from '../../../shared/contract/schemas/run-id.ts';
import type { HostEnvironment } from '../../environment.ts';
import { makeStorageFolder } from '../../files/atomic-write.ts';
import { callAlone } from '../../reader-link/call-alone.ts';
import type { Datasets } from '../datasets/datasets.ts';
import { scratchFolder } from '../datasets/prepared.ts';
import type { Models } from '../models/models.ts';
import { dataOf, modelsOf, type Part, type Unpacked } from './bring-in.ts';
import type { LessonStore } from './lesson-store.ts';

export interface LessonOpening {
  readonly env: Pick<HostEnvironment, 'storageFolder' | 'launchReader' | 'now'>;
  readonly store: LessonStore;
  readonly models: Pick<Models, 'list' | 'card' | 'folderOf' | 'takeIn' | 'remove'>;
  readonly datasets: Pick<Datasets, 'list' | 'prepareReady' | 'takeIn' | 'remove'>;
}

export interface LessonOpeningOptions {
  readonly signal: CancelSignal;
  /** Bytes that were unpacked, and of how many. */
  readonly onBytes: (done: number, total: number) => void;
}

export interface OpenedLesson {
  readonly lesson: LessonInfo;
  readonly outcome: LessonOutcome;
}

/**
 * Takes in a lesson's file, as the call `lessons.open` says: unpacked aside by a reader process of its own, then brought to its place. A file
 * that is opened again finds its lesson, by the id that both have from where it was made.
 */
export async function openLesson(
  opening: LessonOpening,
  { path, name }: { readonly path: string; readonly name: string },
  { signal, onBytes }: LessonOpeningOptions,
): Promise<OpenedLesson> {
  const { env, store } = opening;
  const folder = scratchFolder(env.storageFolder);
  try {
    makeStorageFolder(folder);
    const onProgress = ({ done, total }: { done: number; total: number | null }): void => {
      if (total !== null) onBytes(done, total);
    };
    const list = await callAlone(env, 'lesson.unpack', { path, name, folder }, { signal, onProgress });
    const id = openedId(list.id);
    return await store.locked(id, () => settle(opening, id, { list, folder, name }, signal));
  } finally {
    await fs.rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** Other than that of the lesson itself: who made it may look at it as its students do. */
const openedId = (made: LessonId): LessonId =>
  `lesson-${createHash('sha256').update(`opened ${made}`).digest('hex').slice(0, 32)}`;

async function settle(
  { env, store, models, datasets }: LessonOpening,
  id: LessonId,
  unpacked: Unpacked,
  signal: CancelSignal,
): Promise<OpenedLesson> {
  const { list } = unpacked;
  const sha256 = createHash('sha256').update(JSON.stringify(list)).digest('hex');
  const before = await store.findWhole(id);
  const isNew = !(await store.isTaken(id));
  const [ownModels, ownData] = [await modelsOf(models, unpacked), await dataOf(datasets, unpacked, env.now())];
  const isWhole = [...ownModels, ...ownData].every(({ bring }) => bring === null);
  if (before?.origin?.sha256 === sha256 && isWhole) return { lesson: before, outcome: 'known' };
  const origin: LessonOrigin = {
    lesson: list.id,
    sha256,
    models: together(before?.origin?.models, broughtOf(ownModels)),
    data: together(before?.origin?.data, broughtOf(ownData)),
  };
  // Written first: should the studio be killed now, the lesson says what is missing, and its file mends it when it is opened again.
  const lesson = await store.put(id, contentOf(list, ownModels, ownData), origin);
  const undo: (() => Promise<unknown>)[] = [];
  try {
    for (const { id: ref, bring } of ownModels) {
      if (!bring) continue;
      await bring();
      undo.push(() => models.remove(ref));
      if (signal.aborted) throw new AppError('cancelled');
    }
    for (const { id: set, bring } of ownData) {
      if (!bring) continue;
      await bring();
      undo.push(() => datasets.remove(set));
      if (signal.aborted) throw new AppError('cancelled');
    }
  } catch (error) {
    for (const step of undo) await step().catch(() => undefined);
    // Of a torn one, what its reader has marked is there still, and stays.
    if (before) await store.put(id, before, before.origin).catch(() => undefined);
    else if (isNew) await store.forget(id).catch(() => undefined);
    throw error;
  }
  return { lesson, outcome: before ? 'renewed' : 'new' };
}

const broughtOf = <Id>(parts: readonly Part<Id>[]): Id[] => parts.filter(({ bring }) => bring).map(({ id }) => id);

const together = <Id>(before: readonly Id[] = [], now: readonly Id[]): Id[] => [...new Set([...before, ...now])];

function contentOf(
  { title, note, language, chapters }: LessonList,
  models: readonly Part<ModelRef>[],
  data: readonly Part<DatasetId>[],
): LessonContent {
  return {
    ...{ title, note, language },
    chapters: chapters.map((chapter) => ({
      ...chapter,
      model: chapter.model === null ? null : (models[chapter.model]?.id ?? null),
    })),
    models: together(
      [],
      models.map(({ id }) => id),
    ),
    data: together(
      [],
      data.map(({ id }) => id),
    ),
  };
}
