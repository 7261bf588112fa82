import { toErrorData } from '../../../shared/contract/errors.ts';
import type { CallOutput, CancelSignal, EventPayload } from '../../../shared/contract/define.ts';
import type { HostCalls } from '../../../shared/contract/calls.ts';
import type { HostEvents } from '../../../shared/contract/events.ts';
import type { DatasetId } from '../../../shared/contract/schemas/dataset.ts';
import type { LearnMarks, LessonContent, LessonId, LessonInfo } from '../../../shared/contract/schemas/lesson.ts';
import type { ModelRef } from '../../../shared/contract/schemas/run-id.ts';
import { Emitter } from '../../../shared/emitter.ts';
import type { HostEnvironment } from '../../environment.ts';
import type { Datasets } from '../datasets/datasets.ts';
import type { Models } from '../models/models.ts';
import { exportLesson } from './export-lesson.ts';
import { dataPart, modelPart, weigh } from './lesson-parts.ts';
import { LessonStore } from './lesson-store.ts';
import { openLesson, type OpenedLesson } from './open-lesson.ts';

export interface LessonsDependencies {
  readonly env: Pick<HostEnvironment, 'storageFolder' | 'launchReader' | 'now' | 'log'>;
  readonly models: Models;
  readonly datasets: Datasets;
}

/** Lessons (lesson-store.ts), their files, and what all windows are told of them. */
export class Lessons {
  readonly onChanged: Emitter<LessonInfo>;
  readonly onRemoved: Emitter<{ id: LessonId }>;
  readonly onProgress: Emitter<EventPayload<HostEvents, 'lesson.progress'>>;
  private readonly store: LessonStore;
  private readonly deps: LessonsDependencies;

  constructor(deps: LessonsDependencies) {
    const onError = (thrown: unknown): void => deps.env.log.error('listener', { thrown: String(thrown) });
    this.deps = deps;
    this.store = new LessonStore(deps.env);
    this.onChanged = new Emitter(onError);
    this.onRemoved = new Emitter(onError);
    this.onProgress = new Emitter(onError);
  }

  list(): ReturnType<LessonStore['list']> {
    return this.store.list();
  }

  create(content: LessonContent): Promise<LessonInfo> {
    return this.told(this.store.create(content));
  }

  save(id: LessonId, expected: number, content: LessonContent): Promise<LessonInfo> {
    return this.told(this.store.save(id, expected, content));
  }

  mark(id: LessonId, marks: LearnMarks): Promise<LessonInfo> {
    return this.told(this.store.mark(id, marks));
  }

  /** As the call `lessons.remove` says. */
  async remove(id: LessonId, brought: boolean): Promise<{ kept: string[] }> {
    const lesson = await this.store.find(id).catch(() => null);
    await this.store.discard(id);
    this.onRemoved.emit({ id });
    if (!brought || !lesson?.origin) return { kept: [] };
    const { lessons } = await this.store.list();
    const models = lesson.origin.models.filter((ref) => !lessons.some((other) => other.models.includes(ref)));
    const data = lesson.origin.data.filter((set) => !lessons.some((other) => other.data.includes(set)));
    const kept: string[] = [];
    const names = new Map((await this.deps.models.list()).map(({ ref, name }) => [ref, name]));
    for (const ref of models) {
      await this.deps.models.remove(ref).catch((thrown: unknown) => {
        this.stays(ref, thrown);
        const name = names.get(ref);
        if (name !== undefined) kept.push(name);
      });
    }
    for (const set of data) {
      const name = (await this.deps.datasets.info(set).catch(() => null))?.name ?? set;
      await this.deps.datasets.remove(set).catch((thrown: unknown) => {
        this.stays(set, thrown);
        kept.push(name);
      });
    }
    return { kept };
  }

  /** With the models that went with it, as far as they can be taken back. */
  async restore(id: LessonId): Promise<LessonInfo> {
    const lesson = await this.told(this.store.restore(id));
    for (const ref of lesson.origin?.models ?? []) await this.deps.models.restore(ref).catch(() => undefined);
    return lesson;
  }

  /** As the call `lessons.weigh` says. */
  async weigh(
    models: readonly ModelRef[],
    data: readonly DatasetId[],
  ): Promise<CallOutput<HostCalls, 'lessons.weigh'>> {
    return {
      models: await Promise.all(models.map(async (ref) => ({ ref, ...(await weigh(modelPart(this.deps, ref))) }))),
      data: await Promise.all(data.map(async (id) => ({ id, ...(await weigh(dataPart(this.deps, id))) }))),
    };
  }

  /** As the call `lessons.export` says. */
  async export(
    id: LessonId,
    ticket: string,
    signal: CancelSignal,
  ): Promise<{ name: string; bytes: Uint8Array<ArrayBuffer> }> {
    return exportLesson(this.deps, await this.store.get(id), { signal, onBytes: this.telling(ticket) });
  }

  /** As the call `lessons.open` says. */
  async open(
    file: { readonly path: string; readonly name: string },
    ticket: string,
    signal: CancelSignal,
  ): Promise<OpenedLesson> {
    const { env, models, datasets } = this.deps;
    const options = { signal, onBytes: this.telling(ticket) };
    const opened = await openLesson({ env, models, datasets, store: this.store }, file, options);
    if (opened.outcome !== 'known') this.onChanged.emit(opened.lesson);
    return opened;
  }

  private telling(ticket: string): (done: number, total: number) => void {
    return (done, total) => this.onProgress.emit({ ticket, done, total });
  }

  private stays(id: string, thrown: unknown): void {
    this.deps.env.log.warn('part of a lesson stays', { id, error: toErrorData(thrown).code });
  }

  private async told(change: Promise<LessonInfo>): Promise<LessonInfo> {
    const changed = await change;
    this.onChanged.emit(changed);
    return changed;
  }
}
