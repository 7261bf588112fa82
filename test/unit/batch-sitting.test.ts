import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeEach, expect, it, vi } from 'vitest';
import { readSourceFiles, writeSourceFiles } from '../../electron/services/batches/batch-folder.ts';
import {
  BatchSitting,
  type BatchSittingDependencies,
  type SittingEnd,
} from '../../electron/services/batches/batch-sitting.ts';
import { PageLog } from '../../electron/services/batches/page-log.ts';
import { AppError } from '../../shared/contract/errors.ts';
import { batchRecordSchema, BATCH_LIMITS } from '../../shared/contract/schemas/batch.ts';
import { temporaryFolder } from '../fixtures/folders.ts';

const temporary = temporaryFolder();
const [folder, source] = ['batch', 'scans'].map((name) => path.join(temporary.folder, name)) as [string, string];
afterAll(() => temporary.remove());
beforeEach(() => {
  for (const each of [folder, source]) {
    rmSync(each, { recursive: true, force: true });
    mkdirSync(each);
  }
});

const field = {
  id: 'f1',
  name: 'A',
  kind: 'line',
  length: null,
  check: 'none',
  box: { x: 0, y: 0, width: 9, height: 9 },
};
const record = batchRecordSchema.parse({
  ...{ version: 1, id: 'batch-of-a-test', name: 'Test', model: 'line-reader', source, key: null },
  ...{ form: { id: null, name: 'Form', size: { width: 400, height: 400 }, fields: [field] } },
  ...{ status: 'running', createdAt: 1, error: null },
});

/** A reader's process as far as a sitting knows it: how many pages a file has, by its name, or what is wrong with it, and with a page of it. */
interface Faults {
  readonly parts?: Readonly<Record<string, number | AppError>>;
  readonly pages?: Readonly<Record<string, AppError>>;
}

const line = {
  ...{ width: 32, ink: new Uint8Array(32 * 32), others: [], cells: [] },
  quad: [
    [0, 0],
    [9, 0],
    [9, 9],
    [0, 9],
  ],
};

const readerWith = ({ parts = {}, pages = {} }: Faults): BatchSittingDependencies['reader'] => ({
  call: vi.fn((name: string, { name: file }: { name: string }) => {
    const answer = name === 'sheet.parts' ? parts[file] : (pages[file] ?? null);
    if (answer instanceof AppError) return Promise.reject(answer);
    const crop = {
      field: 'f1',
      width: 3,
      height: 2,
      look: new Uint8Array(6),
      ink: new Uint8Array(6),
      inked: 0.5,
      placed: 1,
    };
    return Promise.resolve(
      answer ?? {
        quality: 0.9,
        corners: [
          [0, 0],
          [9, 0],
          [9, 9],
          [0, 9],
        ],
        fields: [{ ...crop, line }],
        straight: null,
      },
    );
  }) as never,
  stop: () => undefined,
});

const nothingRead = {
  ...{ text: '', confidence: 0, sure: false, value: null, alternatives: [], symbols: [], classic: null },
  quad: line.quad,
};

function sit(faults: Faults, more: Partial<BatchSittingDependencies> = {}): { sitting: BatchSitting; pages: PageLog } {
  const pages = new PageLog(path.join(folder, 'pages.jsonl'));
  const deps = {
    ...{ folder, record, pages, uploads: path.join(temporary.folder, 'uploads'), reader: readerWith(faults) },
    ...{ read: (lines: readonly unknown[]) => Promise.resolve(lines.map(() => nothingRead)) as never, now: () => 1 },
    ...{ changed: () => undefined, retry: false, ...more },
  };
  return { sitting: new BatchSitting(deps), pages };
}

async function read(faults: Faults, more: Partial<BatchSittingDependencies> = {}) {
  const pages = new PageLog(path.join(folder, 'pages.jsonl'));
  await pages.refresh();
  const { sitting } = sit(faults, { pages, ...more });
  const end: SittingEnd = await sitting.ended;
  const told: [string, number, string | null][] = [];
  for await (const { file, part, error } of pages.read(pages.pages())) told.push([file, part, error && error.code]);
  return { end, told };
}

const finished = { status: 'finished', error: null };

it('reads no page of a file whose pages cannot be counted, and all of them when they can be', async () => {
  writeFileSync(path.join(source, 'a.pdf'), '%PDF-1.4');
  writeFileSync(path.join(source, 'b.png'), 'x');
  const crashed = new AppError('reader-crashed');
  expect(await read({ parts: { 'a.pdf': crashed } })).toEqual({
    end: finished,
    told: [
      ['a.pdf', 0, 'reader-crashed'],
      ['b.png', 0, null],
    ],
  });
  // The same again, and still nothing of it.
  expect((await read({ parts: { 'a.pdf': crashed } }, { retry: true })).told[0]).toEqual([
    'a.pdf',
    0,
    'reader-crashed',
  ]);
  const { end, told } = await read({ parts: { 'a.pdf': 3 } }, { retry: true });
  expect(end).toEqual(finished);
  // No page has got another number.
  expect(told).toEqual([
    ['a.pdf', 0, null],
    ['b.png', 0, null],
    ['a.pdf', 1, null],
    ['a.pdf', 2, null],
  ]);
  expect(await readSourceFiles(folder)).toMatchObject([{ parts: 1 }, { parts: 1 }, { parts: 2, from: 1 }]);
});

it('counts pages by what a file is, whatever its name', async () => {
  writeFileSync(path.join(source, 'a.jpg'), '%PDF-1.4');
  writeFileSync(path.join(source, 'b.png'), 'II*\0....');
  const { told } = await read({ parts: { 'a.jpg': 2, 'b.png': 1 } });
  expect(told.map(([file, part]) => `${file} ${part}`)).toEqual(['a.jpg 0', 'a.jpg 1', 'b.png 0']);
});

it('does not begin with a file of more pages than a batch has, nor with files.json that says so', async () => {
  writeFileSync(path.join(source, 'a.pdf'), '%PDF-1.4');
  const tooMany = new AppError('scans-too-many', { file: 'a.pdf', most: BATCH_LIMITS.pages });
  expect(await read({ parts: { 'a.pdf': tooMany } })).toMatchObject({
    end: { status: 'paused', error: { code: 'scans-too-many' } },
    told: [],
  });
  const claims = (parts: number) => ({ path: path.join(source, 'a.pdf'), name: 'a.pdf', parts });
  await writeSourceFiles(
    folder,
    Array.from({ length: 5000 }, (_, i) => ({ ...claims(20_000), name: `${i}.pdf` })),
  );
  expect((await read({})).end).toMatchObject({ status: 'paused', error: { code: 'too-many-files' } });
  await writeSourceFiles(folder, [claims(1e12)]);
  expect((await read({})).end).toMatchObject({ status: 'paused', error: { code: 'file-torn' } });
});

it('goes on behind a file that may not be read, and pauses where the empty form or the folder is gone', async () => {
  for (const name of ['a.png', 'b.png']) writeFileSync(path.join(source, name), 'x');
  const denied = new AppError('storage-denied', { path: path.join(source, 'a.png') });
  expect(await read({ pages: { 'a.png': denied } })).toEqual({
    end: finished,
    told: [
      ['a.png', 0, 'storage-denied'],
      ['b.png', 0, null],
    ],
  });
  const torn = new AppError('file-torn', { path: path.join(folder, 'scan.png') });
  expect((await read({ pages: { 'a.png': torn } }, { retry: true })).end).toEqual({
    status: 'paused',
    error: { code: 'file-torn', params: torn.params },
  });
});

it('asks once more where the reader has ended', async () => {
  writeFileSync(path.join(source, 'a.pdf'), '%PDF-1.4');
  const reader = readerWith({ parts: { 'a.pdf': 2 } });
  const crashes = new Set(['sheet.parts', 'form.page']);
  const once = (...asked: Parameters<typeof reader.call>): ReturnType<typeof reader.call> =>
    crashes.delete(asked[0]) ? Promise.reject(new AppError('reader-crashed')) : reader.call(...asked);
  const { end, told } = await read({}, { reader: { ...reader, call: once as typeof reader.call } });
  expect([end, crashes.size]).toEqual([finished, 0]);
  expect(told).toEqual([
    ['a.pdf', 0, null],
    ['a.pdf', 1, null],
  ]);
});

it('ends without a page whose reading never ends', async () => {
  writeFileSync(path.join(source, 'a.png'), 'x');
  let asked = (): void => undefined;
  const reading = new Promise<void>((resolve) => (asked = resolve));
  const { sitting, pages } = sit(
    {},
    {
      lastPage: 1,
      // A trainer that was stopped answers nothing; a call that is cancelled is given up by the caller's end.
      read: (_lines, _model, signal) =>
        new Promise((_resolve, reject) => {
          signal?.addEventListener('abort', () => reject(new AppError('cancelled')));
          asked();
        }),
    },
  );
  await reading;
  expect(await sitting.stop('interrupted')).toEqual({ status: 'interrupted', error: null });
  expect(pages.pages()).toEqual([]);
  expect(existsSync(path.join(folder, 'pages.jsonl'))).toBe(false);
});
