import { defineStore } from 'pinia';
import { computed, ref, shallowReactive, shallowRef } from 'vue';
import type { HostCalls } from '../../shared/contract/calls.ts';
import type { CallOutput, CancelSignal, EventPayload } from '../../shared/contract/define.ts';
import type { HostEvents } from '../../shared/contract/events.ts';
import type { DatasetId } from '../../shared/contract/schemas/dataset.ts';
import type { LearnMarks, LessonContent, LessonId, LessonInfo } from '../../shared/contract/schemas/lesson.ts';
import type { ModelRef } from '../../shared/contract/schemas/predict.ts';
import { useHost } from './host.ts';
import { onReturn } from './on-return.ts';

type Calls = HostCalls;

/** All lessons, made here or opened. Only events and snapshots write here: an action calls the host, and its result comes back as an event. */
export const useLessons = defineStore('lessons', () => {
  const host = useHost();
  const byId = shallowReactive(new Map<LessonId, LessonInfo>());
  const unreadable = shallowRef<CallOutput<Calls, 'lessons.list'>['unreadable']>([]);
  /** Whether the list was taken once: an empty one before that says nothing. */
  const known = ref(false);
  /** What was told last of a lesson's file on its way; its ticket says of which. */
  const progress = shallowRef<EventPayload<HostEvents, 'lesson.progress'> | null>(null);

  async function refresh(): Promise<void> {
    const all = await host.call('lessons.list', null);
    // What is open in one of them does not see it gone and back.
    const here = new Set(all.lessons.map(({ id }) => id));
    for (const id of byId.keys()) if (!here.has(id)) byId.delete(id);
    for (const lesson of all.lessons) byId.set(lesson.id, lesson);
    unreadable.value = all.unreadable;
    known.value = true;
  }
  host.on('lesson.changed', (lesson) => void byId.set(lesson.id, lesson));
  host.on('lesson.removed', ({ id }) => void byId.delete(id));
  host.on('lesson.progress', (news) => (progress.value = news));
  host.onConnected(refresh);
  onReturn(refresh);

  /** The newest first. */
  const list = computed(() => [...byId.values()].sort((a, b) => b.createdAt - a.createdAt || a.id.localeCompare(b.id)));

  const create = (content: LessonContent): Promise<LessonInfo> => host.call('lessons.create', content);
  /** Throws `lesson-changed` where `expected` is not the lesson's present revision. */
  const save = (id: LessonId, expected: number, content: LessonContent): Promise<LessonInfo> =>
    host.call('lessons.save', { id, expected, content });
  const mark = async (id: LessonId, marks: LearnMarks): Promise<void> =>
    void byId.set(id, await host.call('lessons.mark', { id, marks }));
  const remove = async (id: LessonId, brought: boolean): Promise<readonly string[]> =>
    (await host.call('lessons.remove', { id, brought })).kept;
  const restore = async (id: LessonId): Promise<void> => void (await host.call('lessons.restore', { id }));
  const weigh = (
    models: readonly ModelRef[],
    data: readonly DatasetId[],
  ): Promise<CallOutput<Calls, 'lessons.weigh'>> =>
    host.call('lessons.weigh', { models: [...models], data: [...data] });
  const exported = (id: LessonId, ticket: string, signal: CancelSignal): Promise<CallOutput<Calls, 'lessons.export'>> =>
    host.call('lessons.export', { id, ticket }, { signal });
  const open = (handle: string, ticket: string, signal: CancelSignal): Promise<CallOutput<Calls, 'lessons.open'>> =>
    host.call('lessons.open', { handle, ticket }, { signal });

  return {
    ...{ byId, unreadable, known, progress, list, refresh },
    ...{ create, save, mark, remove, restore, weigh, exported, open },
  };
});
