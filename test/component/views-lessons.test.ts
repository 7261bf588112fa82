import { flushPromises } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Component } from 'vue';
import type { HostCalls } from '../../shared/contract/calls.ts';
import type { Handlers } from '../../shared/contract/define.ts';
import { AppError } from '../../shared/contract/errors.ts';
import { joinMarks, type LessonContent, type LessonInfo } from '../../shared/contract/schemas/lesson.ts';
import { useDraw } from '../../renderer/stores/draw.ts';
import { useLearn } from '../../renderer/stores/learn.ts';
import { useLessons } from '../../renderer/stores/lessons.ts';
import { theme } from '../../renderer/styles/theme.ts';
import ChapterView from '../../renderer/views/ChapterView.vue';
import LearnView from '../../renderer/views/LearnView.vue';
import LessonEditView from '../../renderer/views/LessonEditView.vue';
import LessonView from '../../renderer/views/LessonView.vue';
import PaperView from '../../renderer/views/PaperView.vue';
import { learnHandlers } from '../fixtures/learn-model.ts';
import { someLesson } from '../fixtures/lesson-calls.ts';
import { createScriptedHost } from '../fixtures/scripted-host.ts';
import { openStudio } from '../fixtures/studio-window.ts';

const drawing: LessonContent['chapters'][number]['drawing'] = [
  [
    [0.5, 0.1],
    [0.5, 0.9],
  ],
];
const lessonWith = (change: Partial<LessonInfo> = {}): LessonInfo => ({
  ...someLesson,
  title: 'Unit 1',
  note: 'Welcome.',
  chapters: [
    { id: 'pooling', note: 'Look at the window.', tryOuts: ['half'], drawing, model: null },
    { id: 'data', note: '', tryOuts: [], drawing: null, model: null },
  ],
  models: ['starter'],
  data: [],
  marks: { read: [], solved: [], shown: [] },
  ...change,
});
const { id } = someLesson;

let close: () => void = () => undefined;
beforeEach(() => {
  HTMLElement.prototype.setPointerCapture ??= () => undefined;
  HTMLElement.prototype.hasPointerCapture ??= () => false;
  Element.prototype.scrollIntoView ??= () => undefined;
});
afterEach(() => {
  close();
  vi.restoreAllMocks();
});

/** A window on a lesson whose host keeps what is saved and marked. */
async function open(
  view: Component,
  [path, route]: readonly [path: string, route: string],
  start: LessonInfo | null = lessonWith(),
  handlers: Partial<Handlers<HostCalls>> = {},
) {
  let lesson = start;
  const told = (next: LessonInfo): LessonInfo => {
    lesson = next;
    host.emit('lesson.changed', next);
    return next;
  };
  const host = createScriptedHost({
    ...learnHandlers(),
    'lessons.list': () => ({ lessons: lesson ? [lesson] : [], unreadable: [] }),
    'lessons.save': ({ content, expected }) => told({ ...lesson!, ...content, revision: expected + 1 }),
    'lessons.mark': ({ marks }) => told({ ...lesson!, marks: joinMarks(lesson!.marks, marks) }),
    'lessons.weigh': ({ models, data }) => ({
      models: models.map((ref) => ({ ref, bytes: 400_000, error: null })),
      data: data.map((each) => ({ id: each, bytes: 0, error: null })),
    }),
    'files.upload': ({ name }) => ({ handle: 'some-handle', name }),
    ...handlers,
  });
  const studio = await openStudio(host, view, path, route);
  close = studio.close;
  return { ...studio, host, lesson: () => lesson! };
}
const labelled = (name: RegExp): HTMLInputElement => {
  const label = [...document.querySelectorAll('label')].find((one) => name.test(one.textContent ?? ''))!;
  return (label.querySelector('input') ?? document.getElementById(label.htmlFor)) as HTMLInputElement;
};
async function type(field: HTMLInputElement | HTMLTextAreaElement, text: string): Promise<void> {
  field.value = text;
  field.dispatchEvent(new Event('input'));
  await flushPromises();
}
const titles = (): string[] =>
  [...document.querySelectorAll('.pick')].map((row) => row.textContent!.trim()).slice(0, 3);

describe('the room’s lessons', () => {
  const room = ['/learn', '/learn'] as const;
  const choose = async (): Promise<void> => {
    const input = document.querySelector<HTMLInputElement>('[data-testid="lesson-file"]')!;
    const file = new File([new Uint8Array([80, 75])], 'unit.inkstone-lesson');
    Object.defineProperty(input, 'files', { configurable: true, value: [file] });
    input.dispatchEvent(new Event('change'));
    await flushPromises();
  };

  test('are listed with how far their reader has come, and a file brings one more', async () => {
    const { text, router } = await open(LearnView, room, lessonWith(), {
      'lessons.open': () => ({ lesson: lessonWith(), outcome: 'known' }),
    });
    expect(text()).toContain('0 of 2 chapters read · 0 of 1 try-outs solved');
    await choose();
    await vi.waitFor(() => expect(router.currentRoute.value.name).toBe('lesson'));
    expect(text()).toContain('The lesson “Unit 1” was here already');
  });

  test('say of a file that is none what it is', async () => {
    const { text } = await open(LearnView, room, null, {
      'lessons.open': () => {
        throw new AppError('lesson-file-other', { file: 'unit.inkstone-lesson' });
      },
    });
    await choose();
    await vi.waitFor(() => expect(text()).toContain('unit.inkstone-lesson is no lesson'));
  });
});

describe('the teacher’s page', () => {
  const page = [`/edit/${id}`, '/edit/:id'] as const;

  test('takes what is written and chosen, step by step, and saves it by itself', async () => {
    const { lesson, text } = await open(LessonEditView, page);
    await type(labelled(/^\s*Title/), 'Unit 2');
    await type(labelled(/^\s*Introduction/), 'Hello');
    labelled(/^\s*Convolution/).click();
    await flushPromises();
    await vi.waitFor(() => expect(lesson()).toMatchObject({ title: 'Unit 2', note: 'Hello' }));
    expect(lesson().chapters.map((chapter) => chapter.id)).toEqual(['pooling', 'data', 'convolution']);
    expect(lesson().chapters[2]!.tryOuts).toEqual(['size', 'strokes', 'same']);
    expect(text()).toContain('at most 400 kB');
  });

  test('orders its chapters by keys, whose handle stays in focus', async () => {
    const { lesson } = await open(LessonEditView, page);
    const handle = document.querySelector<HTMLElement>('[data-handle="data"]')!;
    handle.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowUp', bubbles: true, cancelable: true }));
    await flushPromises();
    expect(titles()).toEqual(['Data', 'Pooling', 'Convolution']);
    expect(document.activeElement?.getAttribute('data-handle')).toBe('data');
    await vi.waitFor(() => expect(lesson().chapters[0]!.id).toBe('data'));
  });

  test('takes the drawing on the pad for a chapter', async () => {
    const { lesson, button } = await open(LessonEditView, page);
    useDraw().sketch.replace([[[0.25, 0.25]]]);
    await flushPromises();
    button(/^Take the drawing/).click();
    await vi.waitFor(() => expect(lesson().chapters[0]!.drawing).toEqual([[[0.25, 0.25]]]));
  });

  test('goes out with all that was written, also while that is being saved', async () => {
    const waiting: (() => void)[] = [];
    let kept = lessonWith();
    const gone: string[] = [];
    const { button } = await open(LessonEditView, page, kept, {
      'lessons.save': async ({ content, expected }) => {
        await new Promise<void>((go) => waiting.push(go));
        return (kept = { ...kept, ...content, revision: expected + 1 });
      },
      'lessons.export': () => {
        gone.push(kept.title);
        return { name: 'unit.inkstone-lesson', bytes: Uint8Array.of(80, 75) };
      },
    });
    await type(labelled(/^\s*Title/), 'One');
    await vi.waitFor(() => expect(waiting).toHaveLength(1));
    await type(labelled(/^\s*Title/), 'Two');
    button(/^Save as a file/).click();
    await flushPromises();
    expect(gone).toEqual([]);
    waiting[0]!();
    await vi.waitFor(() => expect(waiting).toHaveLength(2));
    waiting[1]!();
    await vi.waitFor(() => expect(gone).toEqual(['Two']));
  });

  test('goes on from what another window has saved, where both changed it', async () => {
    let refused = true;
    const { text, button, host } = await open(LessonEditView, page, lessonWith(), {
      'lessons.save': ({ content }) => {
        if (refused) throw new AppError('lesson-changed', { title: 'Unit 1' });
        return { ...lessonWith(), ...content, revision: 9 };
      },
    });
    await type(labelled(/^\s*Title/), 'Mine');
    await vi.waitFor(() => expect(text()).toContain('changed elsewhere'));
    refused = false;
    host.emit('lesson.changed', lessonWith({ title: 'Theirs', revision: 8 }));
    button(/^Go on from/).click();
    await vi.waitFor(() => expect(labelled(/^\s*Title/).value).toBe('Unit 1'));
  });
});

describe('a lesson for its students', () => {
  test('shows its chapters as a way, goes on with the next, and says when all is done', async () => {
    const marks = { read: ['pooling'], solved: [], shown: ['pooling/half'] };
    const { text, wrapper, host } = await open(LessonView, [`/unit/${id}`, '/unit/:id'], lessonWith({ marks }));
    expect(text()).toContain('Welcome.');
    expect(wrapper.get('a.primary').attributes('href')).toBe(`/other/lesson/${id}/chapters/data`);
    expect(document.querySelector('[data-testid=finished]')).toBeNull();
    host.emit('lesson.changed', lessonWith({ marks: { ...marks, read: ['pooling', 'data'] } }));
    await vi.waitFor(() => expect(text()).toContain('You have finished this lesson'));
    expect(text()).toContain('0 of 1 try-outs solved by yourself, the answers to 1 looked at');
  });

  test('passes over what the lesson asks for and the model has no answer to, or it could not be finished', async () => {
    const chapters = lessonWith().chapters.map((chapter) => ({ ...chapter, tryOuts: ['half', 'of-other-layers'] }));
    const { text, lesson, button } = await open(
      ChapterView,
      [`/learn-lesson/${id}/pooling`, '/learn-lesson/:lesson/:id'],
      lessonWith({ chapters }),
    );
    await vi.waitFor(() => expect(text()).toContain('cannot be asked of this model: 1.'));
    button(/^Pass over$/).click();
    await vi.waitFor(() => expect(lesson().marks.shown).toEqual(['pooling/of-other-layers']));
    await vi.waitFor(() => expect(text()).not.toContain('cannot be asked'));
  });

  test('in a chapter has the teacher’s note, drawing and questions, and keeps its marks to itself', async () => {
    const { text, lesson, button } = await open(ChapterView, [
      `/learn-lesson/${id}/pooling`,
      '/learn-lesson/:lesson/:id',
    ]);
    await vi.waitFor(() => expect(text()).toContain('Look at the window.'));
    expect(useDraw().sketch.strokes.value).toEqual(drawing);
    await vi.waitFor(() => expect(document.querySelectorAll('li.item')).toHaveLength(1));
    // Written by a teacher, a stroke leaves windows that are alike.
    button(/^Check$/).click();
    await vi.waitFor(() => expect(text()).toContain('Not yet.'));
    button(/^Show the answer$/).click();
    await vi.waitFor(() => expect(lesson().marks.shown).toEqual(['pooling/half']));
    expect(text()).toContain('The answer: ');
    expect(text()).toContain('Chapter 1 of 2');
  });

  test('in a chapter keeps what its reader has drawn when something is marked, and when all lessons are looked at again', async () => {
    const { text, lesson } = await open(ChapterView, [`/learn-lesson/${id}/pooling`, '/learn-lesson/:lesson/:id']);
    await vi.waitFor(() => expect(text()).toContain('Look at the window.'));
    useDraw().sketch.replace([[[0.25, 0.25]]]);
    await useLearn().markSolved('pooling', 'half');
    expect(lesson().marks.solved).toEqual(['pooling/half']);
    expect(useDraw().sketch.strokes.value).toEqual([[[0.25, 0.25]]]);
    await useLessons().refresh();
    expect(useDraw().sketch.strokes.value).toEqual([[[0.25, 0.25]]]);
  });

  test('keeps a mark that had to wait, where its reader is elsewhere by then', async () => {
    const waiting: (() => void)[] = [];
    let kept = lessonWith();
    const { text, host } = await open(
      ChapterView,
      [`/learn-lesson/${id}/pooling`, '/learn-lesson/:lesson/:id'],
      lessonWith(),
      {
        'lessons.mark': async ({ marks }) => {
          await new Promise<void>((go) => waiting.push(go));
          kept = { ...kept, marks: joinMarks(kept.marks, marks) };
          host.emit('lesson.changed', kept);
          return kept;
        },
      },
    );
    await vi.waitFor(() => expect(text()).toContain('Look at the window.'));
    const learn = useLearn();
    const both = [learn.markSolved('pooling', 'half'), learn.markRead('pooling')];
    learn.enter(null);
    for (let i = 0; i < both.length; i++) {
      await vi.waitFor(() => expect(waiting).toHaveLength(i + 1));
      waiting[i]!();
    }
    await Promise.all(both);
    expect(kept.marks).toMatchObject({ read: ['pooling'], solved: ['pooling/half'] });
    expect(learn.isRead('pooling')).toBe(false);
  });

  test('that is gone is said to be', async () => {
    const { text } = await open(LessonView, [`/unit/${id}`, '/unit/:id'], null);
    expect(text()).toContain('There is no such lesson');
  });
});

describe('on paper', () => {
  test('stands each chapter with its questions, light whatever the theme, and the answers if wished', async () => {
    const { text, button } = await open(PaperView, [`/paper/${id}/lesson`, '/paper/:id/:of']);
    await vi.waitFor(() => expect(button(/^Print/).disabled).toBe(false));
    expect(theme.value).toBe('light');
    expect([...document.querySelectorAll('.paper-chapter h1')].map((one) => one.textContent)).toEqual([
      '1. Pooling',
      '2. Data',
    ]);
    expect(document.querySelectorAll('.question')).toHaveLength(1);
    expect(text()).not.toContain('Answers\n');
    document.querySelector<HTMLElement>('.paper-tools [role=switch]')!.click();
    await flushPromises();
    expect(document.querySelectorAll('.paper-answers li')).toHaveLength(1);
    const print = (window.print = vi.fn());
    button(/^Print/).click();
    expect(print).toHaveBeenCalledOnce();
  });
});
