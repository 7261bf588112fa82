import { copyFileSync, readFileSync, statSync, truncateSync, appendFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { unzipSync } from 'fflate';
import readExcel from 'read-excel-file/node';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import type { BatchInfo } from '../../shared/contract/schemas/batch.ts';
import type { Form } from '../../shared/contract/schemas/form.ts';
import { formFieldsSchema } from '../../shared/contract/schemas/form.ts';
import { faultyDisk, noSpace } from '../fixtures/faulty-disk.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { formFiles, jpegOf, type FormFiles } from '../fixtures/form-files.ts';
import { startHost, type TestHost, type Window } from '../fixtures/host-services.ts';
import { printedForm } from '../fixtures/printed-form.ts';

const PAGES = 20;

const temporary = temporaryFolder();
const home = path.join(temporary.folder, 'home');
let files: FormFiles;
let host: TestHost;
let window: Window;
let form: Form;

/** Takes a file into the host as a picked one. */
const handleOf = async (file: string): Promise<string> =>
  (await window.call('files.upload', { name: path.basename(file), bytes: new Uint8Array(readFileSync(file)) })).handle;

/** Hands a folder over as a browser does. */
async function uploaded(folder: string, names: readonly string[]): Promise<string> {
  const parts = names.map((name) => ({ path: name, bytes: new Uint8Array(readFileSync(path.join(folder, name))) }));
  return (await window.call('files.uploadInto', { folder: null, name: 'pages', files: parts })).handle;
}

const pageNames = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, i) => `page ${from + i + 1}.jpg`);

async function readAll(names: readonly string[], name = 'Bills'): Promise<BatchInfo> {
  const { id } = await window.call('batches.start', {
    form: form.id,
    handle: await uploaded(files.pages, names),
    name,
  });
  return host.services.batches.ended(id);
}

beforeAll(async () => {
  files = await formFiles(temporary.folder, PAGES);
  host = await startHost(home);
  window = host.window();
  const { id, revision } = await window.call('forms.create', { handle: await handleOf(files.empty), name: 'Bill' });
  form = await window.call('forms.save', { id, expected: revision, fields: formFieldsSchema.parse(files.form.fields) });
}, 120_000);

afterEach(() => void vi.restoreAllMocks());

afterAll(async () => {
  await host.services.stop();
  temporary.remove();
});

it('reads twenty filled pages into a table, and has a person look at what is not sure', async () => {
  writeFileSync(path.join(files.pages, 'another form.jpg'), await jpegOf(printedForm(2).empty));
  const batch = await readAll(['another form.jpg', ...pageNames(0, PAGES)]);
  expect(batch).toMatchObject({ status: 'finished', error: null, source: null, torn: 0 });
  expect(batch.counts).toMatchObject({ pages: PAGES + 1, read: PAGES, failed: 1, fields: 10 * PAGES });
  expect(batch.counts.open).toBe(batch.counts.unsure);

  const { id } = batch;
  const pages = await window.call('batches.pages', { id, count: 50 });
  // As a person sorts names.
  expect(pages.map(({ file }) => file)).toEqual(['another form.jpg', ...pageNames(0, PAGES)]);
  expect(pages[0]).toMatchObject({
    error: { code: 'page-other-form', params: { file: 'another form.jpg' } },
    fields: [],
  });
  const truth = pages
    .slice(1)
    .flatMap(({ file, fields }) =>
      fields.map((reading) => ({ reading, text: files.texts.get(file)![reading.field]!, file })),
    );
  const marks = new Set(form.fields.flatMap((field) => (field.kind === 'mark' ? [field.id] : [])));
  const isRight = ({ reading, text }: (typeof truth)[number]): boolean =>
    marks.has(reading.field) ? reading.value === (text === 'x' ? 'yes' : 'no') : reading.text === text;
  const right = truth.filter(isRight);
  const sure = truth.filter(({ reading }) => reading.sure);
  expect(right.length / truth.length).toBeGreaterThan(0.7);
  expect(sure.filter(isRight).length / sure.length).toBeGreaterThan(0.95);

  // What is not sure holds no value, until somebody has looked.
  const open = await window.call('batches.review', { id, count: 200 });
  expect(open.total).toBe(batch.counts.open);
  const told: number[][] = [];
  window.on('batch.pages', ({ pages: numbers }) => told.push(numbers));
  for (const { page, file, reading } of open.items) {
    const text = files.texts.get(file)![reading.field]!;
    const decision = marks.has(reading.field)
      ? ({ kind: 'unreadable' } as const)
      : reading.text === text
        ? ({ kind: 'accepted' } as const)
        : ({ kind: 'text', text } as const);
    await window.call('batches.decide', { id, decisions: [{ page, field: reading.field, decision }] });
  }
  expect(told.length).toBe(open.total);
  expect((await window.call('batches.get', { id })).counts).toMatchObject({ open: 0, decided: open.total });

  const { bytes, open: left } = await window.call('batches.table', { id, kind: 'json' });
  expect(left).toBe(0);
  const table = JSON.parse(Buffer.from(bytes).toString()) as {
    pages: { file: string; fields: { id: string; kind: string; value: string; status: string }[] }[];
  };
  const cells = table.pages.slice(1).flatMap(({ file, fields }) => fields.map((cell) => ({ file, ...cell })));
  const codes = cells.filter(({ kind, status }) => kind === 'code' && status === 'reviewed');
  for (const { file, id: field, value } of codes) expect(value).toBe(files.texts.get(file)![field]);
}, 240_000);

it('takes decisions back, shows what a field looked like, and keeps what is known as samples', async () => {
  const { id } = await readAll(pageNames(0, 2), 'Two');
  const [item] = (await window.call('batches.review', { id, show: 'all', count: 1 })).items;
  const { page, reading } = item!;
  const ref = { page, field: reading.field };
  await window.call('batches.decide', { id, decisions: [{ ...ref, decision: { kind: 'text', text: '00123' } }] });
  const [decided] = (await window.call('batches.review', { id, show: 'decided', count: 5 })).items;
  expect(decided).toMatchObject({ page, decision: { kind: 'text', text: '00123' } });
  const { bytes } = await window.call('batches.table', { id, kind: 'xlsx' });
  const [values, details] = (await readExcel(Buffer.from(bytes))) as { sheet: string; data: unknown[][] }[];
  expect(values!.data[0]!.slice(0, 3)).toEqual(['File', 'Page', 'Field 1']);
  expect(values!.data[1]!.slice(0, 3)).toEqual(['page 1.jpg', 1, '00123']);
  expect(details!.data[1]!.slice(0, 5)).toEqual(['page 1.jpg', 1, 'Field 1', '00123', 'reviewed']);
  await window.call('batches.decide', { id, decisions: [{ ...ref, decision: null }] });
  expect((await window.call('batches.get', { id })).counts.decided).toBe(0);
  await expect(
    window.call('batches.decide', { id, decisions: [{ page: 7, field: 'f1', decision: null }] }),
  ).rejects.toMatchObject({ code: 'batch-page-not-found', params: { page: 8 } });

  const [crop] = await window.call('batches.crops', { id, fields: [ref, { page: 7, field: 'f1' }] });
  expect(crop).toMatchObject({ ...ref, look: reading.crop, ink: reading.crop });
  expect(crop!.ink.levels.some((level) => level > 200)).toBe(true);
  const picture = await window.call('batches.picture', { id, page: 1 });
  expect(picture.height).toBe(1600);

  // Of what is known to be right each sign goes into a hand, and each line into a set of lines.
  const all = await window.call('batches.review', { id, show: 'all', count: 100 });
  const right = all.items.filter(
    ({ file, reading: { field, text } }) => text !== '' && files.texts.get(file)![field] === text,
  );
  const decisions = right.map((one) => ({
    ...{ page: one.page, field: one.reading.field },
    decision: { kind: 'accepted' } as const,
  }));
  await window.call('batches.decide', { id, decisions });
  const known = await window.call('batches.signs', { id, hand: null, name: 'From forms' });
  expect(known).toMatchObject({
    leftOut: 0,
    added: right.reduce((sum, { reading: { text } }) => sum + text.length, 0),
  });
  expect(known.hand!.classes.every((label) => /^[0-9.]$/.test(label))).toBe(true);
  const lines = await window.call('batches.lines', { id });
  expect(lines.count).toBe(right.length);
  const { 'lines.csv': list, ...pictures } = unzipSync(lines.bytes);
  expect(Object.keys(pictures)).toHaveLength(right.length);
  expect(Buffer.from(list!).toString().split('\r\n')[1]).toBe(
    `lines/00001.png,${right[0]!.reading.text},page 1.jpg,1,${right[0]!.reading.field}`,
  );
}, 120_000);

it('keeps every fourth page from learning, and compares two readers on it and on the others', async () => {
  const { id } = await readAll(pageNames(0, 4), 'Four');
  const { items } = await window.call('batches.review', { id, show: 'all', count: 100 });
  const marks = new Set(form.fields.flatMap((field) => (field.kind === 'mark' ? [field.id] : [])));
  const written = items.flatMap(({ file, page, reading: { field } }) => {
    const text = marks.has(field) ? undefined : files.texts.get(file)![field];
    return text === undefined || text === '' ? [] : [{ page, field, decision: { kind: 'text' as const, text } }];
  });
  // A field that nobody can read tells nothing of a reader.
  const [unreadable, ...known] = written;
  const decisions = [{ ...unreadable!, decision: { kind: 'unreadable' as const } }, ...known];
  await window.call('batches.decide', { id, decisions });

  const on = (held: boolean): number => known.filter(({ page }) => (page === 3) === held).length;
  const taken = await window.call('batches.signs', { id, hand: null, name: 'Three pages', holdOut: true });
  expect(taken.heldOut).toBe(on(true));
  expect((await window.call('batches.get', { id })).learnt).toMatchObject([{ hand: taken.hand!.id, heldOut: true }]);

  const same = await window.call('batches.gain', { id, before: 'line-reader', after: 'line-reader' });
  expect(same.heldOut).toMatchObject({ fields: on(true), pages: 1, onlyBefore: 0, onlyAfter: 0, p: 1 });
  expect(same.learnt).toMatchObject({ fields: on(false), pages: 3, onlyBefore: 0, onlyAfter: 0 });
  expect(same.learnt!.before).toEqual(same.learnt!.after);
  // It reads most of such print-like writing, and what it reads is compared with what stands there.
  expect(same.learnt!.before.accuracy).toBeGreaterThan(0.5);
  await expect(
    window.call('batches.gain', { id, before: 'line-reader', after: '20990101-000000-none' }),
  ).rejects.toMatchObject({ code: 'model-not-found' });
}, 120_000);

it('goes on after a pause where it was, and reads what has failed again when asked', async () => {
  const { id } = await window.call('batches.start', {
    form: form.id,
    handle: await uploaded(files.pages, pageNames(0, 6)),
    name: 'Paused',
  });
  await vi.waitFor(async () => expect((await window.call('batches.get', { id })).counts.read).toBeGreaterThan(0), {
    timeout: 60_000,
  });
  const paused = await window.call('batches.pause', { id });
  expect(paused.status).toBe('paused');
  expect(paused.counts.read).toBeLessThan(6);
  await expect(window.call('batches.pause', { id })).rejects.toMatchObject({ code: 'batch-not-running' });
  const before = readFileSync(path.join(home, 'batches', id, 'pages.jsonl'), 'utf8');
  await window.call('batches.resume', { id });
  expect(await host.services.batches.ended(id)).toMatchObject({ status: 'finished', counts: { read: 6 } });
  // Nothing was read twice.
  const after = readFileSync(path.join(home, 'batches', id, 'pages.jsonl'), 'utf8');
  expect(after.startsWith(before)).toBe(true);
  expect(after.trim().split('\n')).toHaveLength(6);
}, 120_000);

it('stops at a full disk with all that was read, and goes on when there is room', async () => {
  let room = 2;
  faultyDisk((file) => {
    if (file === 'pages.jsonl' && room-- <= 0) throw noSpace();
    // Nor can it be written down that it has paused: who asks is told all the same.
    if (file === 'batch.json' && room < 0) throw noSpace();
  });
  const batch = await readAll(pageNames(0, 4), 'Full');
  expect(batch).toMatchObject({ status: 'paused', error: { code: 'disk-full' }, counts: { read: 2, failed: 0 } });
  vi.restoreAllMocks();
  await window.call('batches.resume', { id: batch.id });
  expect(await host.services.batches.ended(batch.id)).toMatchObject({ status: 'finished', counts: { read: 4 } });
}, 120_000);

it('reads a page again whose line is torn, and keeps every other', async () => {
  const { id } = await readAll(pageNames(0, 3), 'Torn');
  const folder = path.join(home, 'batches', id);
  const log = path.join(folder, 'pages.jsonl');
  const whole = readFileSync(log, 'utf8').trim().split('\n');
  truncateSync(log, statSync(log).size - 200);
  appendFileSync(path.join(folder, 'decisions.jsonl'), '{"type":"decided","time":1,"pa');
  const torn = await window.call('batches.get', { id });
  expect(torn).toMatchObject({ torn: 2, counts: { read: 2 } });
  await window.call('batches.resume', { id });
  const again = await host.services.batches.ended(id);
  expect(again.counts).toMatchObject({ read: 3, failed: 0 });
  expect(readFileSync(log, 'utf8').startsWith(`${whole[0]}\n${whole[1]}\n`)).toBe(true);
}, 120_000);

it('moves a batch to the trash and back, and refuses templates that fit nothing', async () => {
  const { id } = await readAll(pageNames(0, 1), 'Trash');
  await window.call('batches.remove', { id });
  await expect(window.call('batches.get', { id })).rejects.toMatchObject({ code: 'batch-not-found' });
  expect((await window.call('batches.restore', { id })).counts.read).toBe(1);

  const blank = path.join(temporary.folder, 'blank.png');
  copyFileSync(files.empty, blank);
  writeFileSync(blank, await jpegOf({ width: 800, height: 800, levels: new Uint8Array(640_000).fill(240) }));
  await expect(window.call('forms.create', { handle: await handleOf(blank), name: 'Blank' })).rejects.toMatchObject({
    code: 'form-scan-poor',
  });
  await expect(window.call('forms.save', { id: form.id, expected: 1, name: 'Old' })).rejects.toMatchObject({
    code: 'form-changed',
  });
  const exported = await window.call('forms.export', { id: form.id });
  const { handle } = await window.call('files.upload', exported);
  const copy = await window.call('forms.import', { handle });
  expect(copy).toMatchObject({ name: form.name, size: form.size, fields: form.fields });
  const tried = await window.call('forms.try', {
    id: copy.id,
    handle: await handleOf(path.join(files.pages, 'page 5.jpg')),
  });
  expect(tried.page.fields).toHaveLength(10);
  expect(tried.crops).toHaveLength(10);
}, 120_000);
