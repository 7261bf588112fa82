import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { packListed } from '../../electron/formats/listed-zip/pack.ts';
import {
  emptyLesson,
  movedChapter,
  patchedChapter,
  withChapter,
  withData,
  withModel,
} from '../../renderer/features/lessons/lesson-edits.ts';
import { lessonListSchema } from '../../shared/contract/schemas/lesson-file.ts';
import { joinMarks, LESSON_LIMITS, lessonContentSchema } from '../../shared/contract/schemas/lesson.ts';
import { someContent } from '../fixtures/lesson-calls.ts';

async function packed(pieces: readonly Uint8Array[]): Promise<Record<string, Uint8Array>> {
  async function* content(): AsyncGenerator<Uint8Array> {
    yield* pieces;
  }
  const zip: Uint8Array[] = [];
  const files = [{ path: 'a', content: content(), stored: false }];
  for await (const piece of packListed(files, { path: 'list', of: (listed) => listed })) zip.push(piece);
  return unzipSync(new Uint8Array(Buffer.concat(zip)));
}

describe('a zip of the studio’s own', () => {
  it.each([
    ['that begins with zeros, as images do', [new Uint8Array(4000)]],
    ['in several pieces', [Uint8Array.of(1, 2, 3), new Uint8Array(70_000).fill(7), Uint8Array.of(9)]],
    ['without a byte', []],
  ])('gives back a file %s, and lists it', async (_, pieces) => {
    const { a, list } = await packed(pieces);
    expect(Buffer.from(a!)).toEqual(Buffer.concat(pieces));
    expect(JSON.parse(new TextDecoder().decode(list))).toMatchObject([{ path: 'a', size: a!.length }]);
  });
});

describe('what a lesson may be', () => {
  it.each([
    ['without a title', { title: ' \n' }],
    ['with a chapter twice', { chapters: [someContent.chapters[0], someContent.chapters[0]] }],
    ['with a note without an end', { note: 'x'.repeat(LESSON_LIMITS.note + 1) }],
    ['with a path for a data set', { data: ['../../etc'] }],
  ])('is not one %s', (_, change) => {
    expect(lessonContentSchema.safeParse(someContent).success).toBe(true);
    expect(lessonContentSchema.safeParse({ ...someContent, ...change }).success).toBe(false);
  });

  it('names in its file models by their places in it, and nothing outside of it', () => {
    const list = {
      version: 1,
      id: `lesson-${'0'.repeat(32)}`,
      ...{ title: 'Unit', note: '', language: 'en' },
      chapters: [{ id: 'data', note: '', tryOuts: [], drawing: null, model: 0 }],
      models: [{ weightsSha256: 'a'.repeat(64) }],
      data: [],
      files: [{ path: 'models/0/model.json', size: 2, sha256: 'b'.repeat(64) }],
    };
    const isList = (change: object): boolean => lessonListSchema.safeParse({ ...list, ...change }).success;
    expect(isList({})).toBe(true);
    expect(isList({ chapters: [{ ...list.chapters[0], model: 1 }] })).toBe(false);
    expect(isList({ files: [...list.files, ...list.files] })).toBe(false);
    for (const path of ['models/0/../../x', '/models/0/model.json', 'models/0/run.sh', 'data/0/train-images.u8/x'])
      expect(isList({ files: [{ ...list.files[0], path }] }), path).toBe(false);
  });

  it('keeps what was solved when another window has not heard of it', () => {
    const before = { read: ['data'], solved: ['data/count'], shown: [] };
    const now = { read: [], solved: ['dense/count'], shown: ['data/pixel'] };
    expect(joinMarks(before, now)).toEqual({
      read: ['data'],
      solved: ['data/count', 'dense/count'],
      shown: ['data/pixel'],
    });
  });
});

describe('a lesson that is edited', () => {
  const three = ['a', 'b', 'c'].reduce((lesson, id) => withChapter(lesson, id, ['one']), emptyLesson('Unit', 'en'));
  const order = (lesson: typeof three): string => lesson.chapters.map(({ id }) => id).join('');

  it('takes chapters in and out, and moves them no further than there are places', () => {
    expect(order(three)).toBe('abc');
    expect(order(withChapter(three, 'b', []))).toBe('ac');
    expect(order(movedChapter(three, 'c', 0))).toBe('cab');
    expect(order(movedChapter(three, 'a', 9))).toBe('bca');
    expect(movedChapter(three, 'a', -1)).toBe(three);
  });

  it('has chapters look at its first model when theirs is taken out', () => {
    const modelled = patchedChapter(withModel(three, 'starter'), 'b', { model: 'starter' });
    expect([modelled.models, modelled.chapters[1]!.model]).toEqual([['starter'], 'starter']);
    const without = withModel(modelled, 'starter');
    expect([without.models, without.chapters[1]!.model]).toEqual([[], null]);
  });

  it('takes as many data sets as a lesson holds, and no more', () => {
    const ids = Array.from({ length: LESSON_LIMITS.data + 1 }, (_, i) => `set-0000000${i}`);
    expect(ids.reduce(withData, three).data).toEqual(ids.slice(0, -1));
  });
});
