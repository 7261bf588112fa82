import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { strToU8, unzipSync, zipSync, type Zippable } from 'fflate';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { sha256Of } from '../../electron/files/content-hash.ts';
import { writeModelFolder } from '../../electron/trainer/formats/model-folder.ts';
import type { LessonList } from '../../shared/contract/schemas/lesson-file.ts';
import type { LessonContent, LessonInfo } from '../../shared/contract/schemas/lesson.ts';
import type { ModelCard } from '../../shared/contract/schemas/predict.ts';
import { storedModel } from '../fixtures/exported-models.ts';
import { faultyDisk, noSpace } from '../fixtures/faulty-disk.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { startHost, type TestHost, type Window } from '../fixtures/host-services.ts';
import { idxBytes, patterns } from '../fixtures/idx-files.ts';
import { someContent } from '../fixtures/lesson-calls.ts';
import { modelOf } from '../fixtures/models.ts';

/** The teacher's studio and a student's: two storages of which neither knows the other. */
const [school, desk] = [temporaryFolder(), temporaryFolder()];
let teacher: TestHost;
let student: TestHost;
let [board, seat]: Window[] = [];
/** An imported data set of the teacher's. */
let data = '';
/** A model of the teacher's that no other studio has. */
const model = 'model-00000000000000aa';
let packed: Uint8Array;
let lesson: LessonInfo;

const content = (change: Partial<LessonContent> = {}): LessonContent => ({
  ...someContent,
  chapters: someContent.chapters.map((chapter, i) => ({ ...chapter, model: i === 0 ? model : null })),
  models: [model],
  data: [data, 'synthetic'],
  ...change,
});
async function open(window: Window, bytes: Uint8Array, name = 'unit 1.inkstone-lesson') {
  const { handle } = await window.call('files.upload', { name, bytes: Uint8Array.from(bytes) });
  return window.call('lessons.open', { handle, ticket: 'ticket-1' });
}
/** The packed lesson with other files in it or another list, whose hashes are made true. */
function repacked(change: (list: LessonList, files: Record<string, Uint8Array>) => void): Uint8Array {
  const { 'lesson.json': text, ...files } = unzipSync(packed);
  const list = JSON.parse(new TextDecoder().decode(text)) as LessonList;
  change(list, files);
  const hashed = list.files.map((one) => {
    const bytes = files[one.path];
    return bytes ? { ...one, size: bytes.length, sha256: sha256Of(bytes) } : one;
  });
  return zipSync({ ...files, 'lesson.json': strToU8(JSON.stringify({ ...list, files: hashed })) } as Zippable);
}
function withCard(files: Record<string, Uint8Array>, change: (card: ModelCard) => unknown): void {
  const card = JSON.parse(new TextDecoder().decode(files['models/0/model.json'])) as ModelCard;
  change(card);
  files['models/0/model.json'] = strToU8(JSON.stringify(card));
}
/** What a studio has, for a look before and after. */
async function holdings(window: Window) {
  const { lessons } = await window.call('lessons.list', null);
  const models = await window.call('models.list', null);
  const sets = await window.call('datasets.list', null);
  return { lessons: lessons.map(({ id }) => id), models: models.map(({ ref }) => ref), sets: sets.map(({ id }) => id) };
}

beforeAll(async () => {
  const { card, weights } = storedModel(
    modelOf([
      { type: 'Conv2D', filters: 2, kernelSize: [3, 3], activation: 'relu' },
      { type: 'Flatten' },
      { type: 'Dense', units: 4, activation: 'softmax' },
    ]),
  );
  await writeModelFolder(path.join(school.folder, 'models', model), { ...card, name: 'Small' }, weights);
  [teacher, student] = await Promise.all([startHost(school.folder), startHost(desk.folder)]);
  [board, seat] = [teacher.window(), student.window()];
  const count = 40;
  const labels = Uint8Array.from({ length: count }, (_, i) => i % 4);
  const folder = path.join(school.folder, 'signs');
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'images-idx3-ubyte'), idxBytes(8, [count, 10, 9], patterns(count)));
  writeFileSync(path.join(folder, 'labels-idx1-ubyte'), idxBytes(8, [count], labels));
  data = (await teacher.services.datasets.imports.importPath(folder, { name: 'Signs' })).info.id;
  lesson = await board!.call('lessons.create', content());
  packed = (await board!.call('lessons.export', { id: lesson.id, ticket: 'ticket-1' })).bytes;
});
afterEach(() => vi.restoreAllMocks());
afterAll(async () => {
  await Promise.all([teacher.services.stop(), student.services.stop()]);
  school.remove();
  desk.remove();
});

describe('a lesson that is made', () => {
  it('is kept as it is written, each saving on the one before', async () => {
    const made = await board!.call('lessons.create', content({ title: '  Draft\n ', chapters: [] }));
    expect(made).toMatchObject({ title: 'Draft', revision: 1, origin: null, marks: { read: [], solved: [] } });
    const saved = await board!.call('lessons.save', {
      id: made.id,
      expected: 1,
      content: content({ title: 'Second' }),
    });
    expect(saved).toMatchObject({ title: 'Second', revision: 2, chapters: content().chapters });
    const stale = board!.call('lessons.save', { id: made.id, expected: 1, content: content() });
    await expect(stale).rejects.toMatchObject({ code: 'lesson-changed', params: { title: 'Second' } });
    await board!.call('lessons.remove', { id: made.id, brought: false });
    await expect(board!.call('lessons.mark', { id: made.id, marks: { read: [], solved: [] } })).rejects.toMatchObject({
      code: 'lesson-not-found',
    });
    expect(await board!.call('lessons.restore', { id: made.id })).toEqual(saved);
    await board!.call('lessons.remove', { id: made.id, brought: true });
  });

  it('is not made where the disk is full, and says so', async () => {
    const before = await holdings(board!);
    faultyDisk((file) => {
      if (file === 'lesson.json') throw noSpace();
    });
    await expect(board!.call('lessons.create', content())).rejects.toMatchObject({ code: 'disk-full' });
    const half = board!.call('lessons.save', { id: lesson.id, expected: 1, content: content({ title: 'Lost' }) });
    await expect(half).rejects.toMatchObject({ code: 'disk-full' });
    vi.restoreAllMocks();
    expect(await holdings(board!)).toEqual(before);
    expect((await board!.call('lessons.list', null)).lessons).toContainEqual(lesson);
  });

  it('weighs what its parts weigh, and says of what cannot go out why', async () => {
    const hand = await board!.call('hands.create', { name: 'Mine', classes: ['a', 'b'] });
    const weights = await board!.call('lessons.weigh', {
      models: [model, 'model-00000000000000bb'],
      data: [data, 'synthetic', hand.id],
    });
    expect(weights.models).toMatchObject([{ error: null }, { bytes: 0, error: { code: 'model-not-found' } }]);
    expect(weights.models[0]!.bytes).toBeGreaterThan(1000);
    expect(weights.data).toMatchObject([
      { bytes: 40 * 92, error: null },
      { bytes: 0, error: null },
      { bytes: 0, error: { code: 'lesson-data-kind', params: { name: 'Mine' } } },
    ]);
    const told = await board!.call('lessons.create', content({ data: [hand.id] }));
    const refused = board!.call('lessons.export', { id: told.id, ticket: 'ticket-1' });
    await expect(refused).rejects.toMatchObject({ code: 'lesson-data-kind' });
    await board!.call('lessons.save', { id: told.id, expected: 1, content: content({ chapters: [] }) });
    const empty = board!.call('lessons.export', { id: told.id, ticket: 'ticket-1' });
    await expect(empty).rejects.toMatchObject({ code: 'lesson-chapterless' });
    await board!.call('lessons.remove', { id: told.id, brought: false });
  });

  it('goes out as one file with all that it needs, the same bytes each time, unless it is cancelled', async () => {
    const told: number[] = [];
    const stop = board!.on('lesson.progress', ({ ticket, done, total }) => {
      if (ticket === 'ticket-2') told.push(done / total);
    });
    const { name, bytes } = await board!.call('lessons.export', { id: lesson.id, ticket: 'ticket-2' });
    stop();
    expect(name).toBe('卷积入门.inkstone-lesson');
    expect(bytes).toEqual(packed);
    expect(told.at(-1)).toBe(1);
    expect(Object.keys(unzipSync(packed)).sort()).toEqual([
      'data/0/test-images.u8',
      'data/0/test-labels.u16',
      'data/0/train-images.u8',
      'data/0/train-labels.u16',
      'lesson.json',
      'models/0/model.json',
      'models/0/weights.safetensors',
    ]);
    const controller = new AbortController();
    const { signal } = controller;
    const cancelled = board!.call('lessons.export', { id: lesson.id, ticket: 'ticket-3' }, { signal });
    controller.abort();
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('a lesson that is opened', () => {
  it('comes with its models and data under their names, once, and goes with them', async () => {
    const before = await holdings(seat!);
    const { lesson: opened, outcome } = await open(seat!, packed);
    expect(outcome).toBe('new');
    expect(opened).toMatchObject({ title: '卷积入门', note: someContent.note, language: 'zh-CN' });
    const [ref] = opened.models;
    const [set, drawn] = opened.data;
    expect(opened.chapters).toEqual(content().chapters.map((one, i) => ({ ...one, model: i === 0 ? ref : null })));
    expect([opened.origin!.models, opened.origin!.data, drawn]).toEqual([[ref], [set], 'synthetic']);
    expect(await seat!.call('models.list', { refs: [ref!] })).toMatchObject([{ name: 'Small' }]);
    const sets = await seat!.call('datasets.list', null);
    expect(sets.find(({ id }) => id === set)).toMatchObject({ name: 'Signs', status: { state: 'ready' } });
    const [here, there] = await Promise.all([
      seat!.call('datasets.preview', { id: set!, count: 20 }),
      board!.call('datasets.preview', { id: data, count: 20 }),
    ]);
    expect(here).toEqual(there);

    const marks = { read: ['convolution'], solved: ['convolution/size'], shown: [] };
    await seat!.call('lessons.mark', { id: opened.id, marks });
    const after = await holdings(seat!);
    const again = await open(seat!, packed, 'copy of it.inkstone-lesson');
    expect([again.outcome, again.lesson.id, again.lesson.marks]).toEqual(['known', opened.id, marks]);
    expect(await holdings(seat!)).toEqual(after);

    const next = await open(
      seat!,
      repacked((list) => (list.title = 'Second edition')),
    );
    expect([next.outcome, next.lesson.title, next.lesson.marks]).toEqual(['renewed', 'Second edition', marks]);
    expect(await holdings(seat!)).toEqual(after);

    expect(await seat!.call('lessons.remove', { id: opened.id, brought: true })).toEqual({ kept: [] });
    expect(await holdings(seat!)).toEqual(before);
  });

  it('takes what is here already, under whatever name, and leaves it when it goes', async () => {
    const before = await holdings(board!);
    const { lesson: opened } = await open(board!, packed);
    expect(opened.id).not.toBe(lesson.id);
    expect([opened.models, opened.data]).toEqual([[model], [data, 'synthetic']]);
    expect(opened.origin).toMatchObject({ lesson: lesson.id, models: [], data: [] });
    await board!.call('lessons.remove', { id: opened.id, brought: true });
    expect(await holdings(board!)).toEqual(before);
  });

  it('is mended by its file when something that it brought is gone', async () => {
    const { lesson: opened } = await open(seat!, packed);
    await seat!.call('models.remove', { model: opened.models[0]! });
    const mended = await open(seat!, packed);
    expect(mended.outcome).toBe('renewed');
    expect(await seat!.call('models.list', { refs: mended.lesson.models })).toHaveLength(1);
    await seat!.call('lessons.remove', { id: opened.id, brought: true });
  });

  const torn = (): Uint8Array => packed.slice(0, packed.length - 400);
  const noWords = (): Uint8Array => zipSync({ 'notes.txt': strToU8('nothing') });
  it.each<[string, () => Uint8Array, object]>([
    ['is torn', torn, { code: 'archive-damaged' }],
    ['is no zip', () => strToU8('a letter'), { code: 'lesson-file-other' }],
    ['is another zip', noWords, { code: 'lesson-file-other' }],
    [
      'is of a newer studio',
      () => repacked((list) => ((list as { version: number }).version = 2)),
      { code: 'file-newer', params: { path: 'unit 1.inkstone-lesson' } },
    ],
    [
      'has a path that leads out of it',
      () => zipSync({ ...unzipSync(packed), '../../evil': strToU8('x') }),
      { code: 'unsafe-path' },
    ],
    [
      'lists a path that no lesson has',
      () =>
        repacked((list, files) => {
          files['models/0/run.sh'] = strToU8('x');
          list.files.push({ path: 'models/0/run.sh', size: 1, sha256: '' });
        }),
      { code: 'lesson-file-damaged', params: { inside: 'lesson.json' } },
    ],
    [
      'has a data set without images',
      () =>
        repacked((list, files) => {
          Object.assign(list.data[0]!, { trainCount: 0, testCount: 0 });
          for (const one of list.files.filter(({ path: inside }) => inside.startsWith('data/0/')))
            files[one.path] = new Uint8Array();
        }),
      { code: 'lesson-file-damaged', params: { inside: 'lesson.json' } },
    ],
    [
      'says that it is larger than any lesson',
      () =>
        repacked((list, files) => {
          const set = list.data[0] as { trainCount: number };
          set.trainCount = 1e9;
          delete files['data/0/train-images.u8'];
          delete files['data/0/train-labels.u16'];
          for (const one of list.files) {
            if (one.path.endsWith('train-images.u8')) one.size = 9e10;
            if (one.path.endsWith('train-labels.u16')) one.size = 2e9;
          }
        }),
      { code: 'lesson-too-large', params: { limit: 537 } },
    ],
    [
      'has weights that were changed',
      () => {
        const files = unzipSync(packed);
        files['models/0/weights.safetensors']![900]! ^= 1;
        return zipSync(files as Zippable);
      },
      { code: 'lesson-file-damaged', params: { inside: 'models/0/weights.safetensors' } },
    ],
    [
      'has labels beyond its classes',
      () => repacked((_, files) => (files['data/0/train-labels.u16']![0] = 200)),
      { code: 'lesson-file-damaged', params: { inside: 'data/0/train-labels.u16' } },
    ],
    [
      'has a card of another model',
      () => repacked((list) => (list.models[0]!.weightsSha256 = 'b'.repeat(64))),
      { code: 'lesson-file-damaged', params: { inside: 'models/0/model.json' } },
    ],
    [
      'has weights that are no weights',
      () => repacked((_, files) => files['models/0/weights.safetensors']!.fill(0xff, 500)),
      { code: 'lesson-file-damaged', params: { inside: 'models/0/model.json' } },
    ],
    [
      'has a model whose weights are of other layers',
      () => repacked((_, files) => withCard(files, ({ spec }) => spec.layers.shift())),
      { code: 'lesson-file-damaged', params: { inside: 'models/0/model.json' } },
    ],
    [
      'has a model with other classes than it answers with',
      () => repacked((_, files) => withCard(files, ({ task }) => task.classes.pop())),
      { code: 'lesson-file-damaged', params: { inside: 'models/0/model.json' } },
    ],
    [
      'has a model of a newer studio',
      () => repacked((_, files) => withCard(files, (card) => Object.assign(card, { version: 3 }))),
      { code: 'file-newer', params: { path: 'unit 1.inkstone-lesson' } },
    ],
    [
      'leaves a file out',
      () => repacked((_, files) => delete files['data/0/test-labels.u16']),
      { code: 'lesson-file-damaged', params: { inside: 'data/0/test-labels.u16' } },
    ],
  ])('and %s is refused in clear words, and nothing is left', async (_, bytes, refusal) => {
    const before = await holdings(seat!);
    await expect(open(seat!, bytes())).rejects.toMatchObject(refusal);
    expect(await holdings(seat!)).toEqual(before);
    const scratch = readdirSync(path.join(desk.folder, 'imports'), { recursive: true }).map(String);
    expect(scratch.filter((name) => /lesson|safetensors|u8/.test(name))).toEqual([]);
  });

  it('can be cancelled, and nothing is left', async () => {
    const before = await holdings(seat!);
    const { handle } = await seat!.call('files.upload', { name: 'a.inkstone-lesson', bytes: Uint8Array.from(packed) });
    const controller = new AbortController();
    const { signal } = controller;
    const opening = seat!.call('lessons.open', { handle, ticket: 'ticket-1' }, { signal });
    controller.abort();
    await expect(opening).rejects.toMatchObject({ code: 'cancelled' });
    await vi.waitFor(async () => expect(await holdings(seat!)).toEqual(before));
  });

  it('on a disk that is full by then leaves what was there', async () => {
    const before = await holdings(seat!);
    faultyDisk((file) => {
      if (file === 'dataset.json') throw noSpace();
    });
    await expect(open(seat!, packed)).rejects.toMatchObject({ code: 'disk-full' });
    vi.restoreAllMocks();
    expect(await holdings(seat!)).toEqual(before);
    const { lesson: opened } = await open(seat!, packed);
    await seat!.call('lessons.remove', { id: opened.id, brought: true });
  });

  it('in the place of a torn one keeps what its reader has marked, also on a full disk, and writes over none of a newer studio', async () => {
    const { lesson: opened } = await open(seat!, packed);
    const marks = { read: ['convolution'], solved: [], shown: [] };
    await seat!.call('lessons.mark', { id: opened.id, marks });
    const record = path.join(desk.folder, 'lessons', opened.id, 'lesson.json');
    const text = readFileSync(record, 'utf8');
    writeFileSync(record, text.slice(0, 200));
    faultyDisk((file) => {
      if (file === 'lesson.json') throw noSpace();
    });
    await expect(open(seat!, packed)).rejects.toMatchObject({ code: 'disk-full' });
    vi.restoreAllMocks();
    expect((await open(seat!, packed)).lesson.marks).toEqual(marks);
    const newer = JSON.stringify({ ...(JSON.parse(text) as object), version: 2 });
    writeFileSync(record, newer);
    await expect(open(seat!, packed)).rejects.toMatchObject({ code: 'file-newer' });
    expect(readFileSync(record, 'utf8')).toBe(newer);
    await seat!.call('lessons.remove', { id: opened.id, brought: false });
    const left = opened.origin!;
    for (const ref of left.models) await seat!.call('models.remove', { model: ref });
    for (const set of left.data) await seat!.call('datasets.remove', { id: set });
  });

  it('marks anew what is torn, and writes over no marks of a newer studio', async () => {
    const { lesson: opened } = await open(seat!, packed);
    const file = path.join(desk.folder, 'lessons', opened.id, 'marks.json');
    const marks = { read: ['convolution'], solved: [], shown: [] };
    const newer = JSON.stringify({ version: 2, pages: ['convolution'] });
    writeFileSync(file, newer);
    await expect(seat!.call('lessons.mark', { id: opened.id, marks })).rejects.toMatchObject({ code: 'file-newer' });
    expect(readFileSync(file, 'utf8')).toBe(newer);
    const { lessons } = await seat!.call('lessons.list', null);
    expect(lessons.find(({ id }) => id === opened.id)!.marks.read).toEqual([]);
    writeFileSync(file, newer.slice(0, 12));
    expect((await seat!.call('lessons.mark', { id: opened.id, marks })).marks).toEqual(marks);
    await seat!.call('lessons.remove', { id: opened.id, brought: true });
  });

  it('keeps a data set that a run needs when the rest goes, and says so', async () => {
    const { lesson: opened } = await open(seat!, packed);
    vi.spyOn(student.services.runs, 'using').mockResolvedValue({ spec: { name: 'Mine' } } as never);
    expect(await seat!.call('lessons.remove', { id: opened.id, brought: true })).toEqual({ kept: ['Signs'] });
    vi.restoreAllMocks();
    const { lesson: back } = await open(seat!, packed);
    // It was here already: it is not the lesson's any more.
    expect(back.origin!.data).toEqual([]);
    await seat!.call('lessons.remove', { id: back.id, brought: true });
    await seat!.call('datasets.remove', { id: opened.data[0]! });
  });
});
