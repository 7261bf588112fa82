import { defineStore } from 'pinia';
import { computed, hasInjectionContext, inject, provide, reactive, ref, shallowRef, watch } from 'vue';
import type { InjectionKey, ShallowUnwrapRef } from 'vue';
import type { LearnMarks, LessonId } from '../../shared/contract/schemas/lesson.ts';
import type { ModelRef } from '../../shared/contract/schemas/predict.ts';
import type { LessonModel } from '../../shared/contract/schemas/run-id.ts';
import type { LearnProgress } from '../../shared/contract/schemas/settings.ts';
import { useDraw } from './draw.ts';
import { createLearnSubject } from './learn-subject.ts';
import { useLessons } from './lessons.ts';
import { useSettings } from './settings.ts';

export { standingLayers, type StandingLayer } from './learn-subject.ts';

const NOT_BEGUN: LearnProgress = { model: 'starter', read: [], solved: [], shown: [] };

/** A chapter that is read as part of a lesson. */
interface LessonPlace {
  readonly lesson: LessonId;
  readonly chapter: string;
}

/**
 * What all chapters of the Learn room share: the image that the reader has drawn, or an example; the model; what it reads in the image; and how
 * far the reader has come. That is a setting; in a lesson it is the lesson's, as the model is.
 */
function createLearn() {
  const settings = useSettings();
  const lessons = useLessons();
  const draw = useDraw();

  const place = shallowRef<LessonPlace | null>(null);
  /** The model that the reader chose in a lesson's chapter in place of the lesson's. */
  const other = shallowRef<ModelRef | null>(null);
  const inLesson = computed(() => (place.value === null ? null : (lessons.byId.get(place.value.lesson) ?? null)));
  const lessonChapter = computed(() => inLesson.value?.chapters.find(({ id }) => id === place.value?.chapter) ?? null);

  const kept = computed(() => settings.learn ?? NOT_BEGUN);
  const change = (part: Partial<LearnProgress>): Promise<void> =>
    settings.update({ learn: { ...kept.value, ...part } });

  /** The model that was chosen for the chapter: by the reader, or by the lesson. */
  const own = computed(() => {
    if (inLesson.value === null) return kept.value.model;
    return other.value ?? lessonChapter.value?.model ?? inLesson.value.models[0] ?? 'starter';
  });
  /** The one that a chapter stands on in its place. */
  const lesson = ref<LessonModel | null>(null);
  const model = computed(() => lesson.value ?? own.value);
  async function choose(chosen: ModelRef): Promise<void> {
    if (inLesson.value === null) await change({ model: chosen });
    else other.value = chosen;
  }

  const written = computed(() =>
    draw.sketch.empty.value ? null : { strokes: draw.sketch.strokes.value, penWidth: draw.brush },
  );
  const subject = createLearnSubject(
    () => model.value,
    () => written.value,
  );

  const marks = computed<LearnMarks>(() => inLesson.value?.marks ?? kept.value);
  /** One mark after the other, each on what the one before has come to, and where the reader is now: by its turn that may be elsewhere. */
  let marking: Promise<void> = Promise.resolve();
  function mark(next: (before: LearnMarks) => Partial<LearnMarks>): Promise<void> {
    const id = inLesson.value?.id ?? null;
    marking = marking
      .catch(() => undefined)
      .then(async () => {
        if (id === null) return change(next(kept.value));
        const { read, solved, shown } = lessons.byId.get(id)?.marks ?? NOT_BEGUN;
        await lessons.mark(id, { read, solved, shown, ...next({ read, solved, shown }) });
      });
    return marking;
  }

  const isRead = (chapter: string): boolean => marks.value.read.includes(chapter);
  const isSolved = (chapter: string, tryOut: string): boolean => marks.value.solved.includes(`${chapter}/${tryOut}`);
  const isShown = (chapter: string, tryOut: string): boolean => marks.value.shown.includes(`${chapter}/${tryOut}`);
  async function markRead(chapter: string): Promise<void> {
    if (!isRead(chapter)) await mark(({ read }) => ({ read: [...read, chapter] }));
  }
  async function markSolved(chapter: string, tryOut: string): Promise<void> {
    if (!isSolved(chapter, tryOut)) await mark(({ solved }) => ({ solved: [...solved, `${chapter}/${tryOut}`] }));
  }
  /** Its answer was shown; once it is solved, that says nothing more. */
  async function markShown(chapter: string, tryOut: string): Promise<void> {
    if (isSolved(chapter, tryOut) || isShown(chapter, tryOut)) return;
    await mark(({ shown }) => ({ shown: [...shown, `${chapter}/${tryOut}`] }));
  }

  /** The try-outs of this chapter that the lesson asks for; null: all. */
  const asked = computed(() => lessonChapter.value?.tryOuts ?? null);
  /** Reads a chapter as part of a lesson; null: by itself. */
  const enter = (at: LessonPlace | null): void => void ([place.value, other.value] = [at, null]);
  // What the teacher has drawn for it stands on the pad as soon as the lesson is known; undo brings back what was there.
  // A shallow ref as a source would call it whenever anything of the lesson changes, as with each mark.
  watch([() => place.value, () => lessonChapter.value === null], layDrawing, { flush: 'sync' });
  function layDrawing(): void {
    const drawing = lessonChapter.value?.drawing?.map((stroke) => stroke.map(([x, y]) => [x, y] as const));
    if (drawing && JSON.stringify(drawing) !== JSON.stringify(draw.sketch.strokes.value)) draw.sketch.replace(drawing);
  }

  return {
    ...{ own, lesson, model, choose, ...subject, inLesson, lessonChapter, asked, enter },
    ...{ isRead, isSolved, isShown, markRead, markSolved, markShown },
  };
}

const useLearnStore = defineStore('learn', createLearn);

export type Learn = ShallowUnwrapRef<ReturnType<typeof createLearn>>;

const OWN: InjectionKey<Learn> = Symbol('what the chapters in here look at');

/** What chapters look at: the reader's pad and model, or what `provideLearn` says. */
export const useLearn = (): Learn => (hasInjectionContext() ? inject(OWN, null) : null) ?? useLearnStore();

/** On paper: what the chapters in this component look at does not change, and nothing is marked. */
export function provideLearn(
  model: ModelRef,
  written: Parameters<typeof createLearnSubject>[1],
  asked: readonly string[] | null,
): Learn {
  const nothing = (): Promise<void> => Promise.resolve();
  const never = (): boolean => false;
  const lesson = ref<LessonModel | null>(null);
  const shown = computed(() => lesson.value ?? model);
  const own: Learn = reactive({
    ...createLearnSubject(() => shown.value, written),
    ...{ own: model, lesson, model: shown, choose: nothing, inLesson: null, lessonChapter: null },
    ...{ asked: asked && [...asked], enter: () => undefined },
    ...{ isRead: never, isSolved: never, isShown: never, markRead: nothing, markSolved: nothing, markShown: nothing },
  });
  provide(OWN, own);
  return own;
}
