import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { batchFiles, readSourceFiles } from '../../electron/services/batches/batch-folder.ts';
import { BatchSitting, type BatchSittingDependencies } from '../../electron/services/batches/batch-sitting.ts';
import { PageLog } from '../../electron/services/batches/page-log.ts';
import { AppError } from '../../shared/contract/errors.ts';
import type { BatchRecord } from '../../shared/contract/schemas/batch.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { someForm } from '../fixtures/form-calls.ts';

const temporary = temporaryFolder();
const [source, folder] = [path.join(temporary.folder, 'scans'), path.join(temporary.folder, 'batch')];
afterAll(() => temporary.remove());
beforeEach(() => {
  for (const each of [source, folder]) {
    rmSync(each, { recursive: true, force: true });
    mkdirSync(each);
  }
  for (const name of ['1.pdf', '2.pdf']) writeFileSync(path.join(source, name), 'x');
});

const { name, size, fields } = someForm;
const record: BatchRecord = {
  ...{ version: 1, id: 'batch-1-a', name: 'Bills', model: 'line-reader', source, key: null, status: 'running' },
  ...{ createdAt: 1, error: null, form: { id: null, name, size, fields } },
};

/** A sitting whose reader counts pages as `parts` says, and finds no form on any. */
function sit(parts: (file: string) => number) {
  const pages = new PageLog(batchFiles(folder).pages);
  const call = (asked: string, { path: file }: { path: string }): Promise<unknown> =>
    Promise.resolve().then(() => {
      if (asked === 'sheet.parts') return parts(path.basename(file));
      throw new AppError('page-other-form', { file });
    });
  const sitting = new BatchSitting({
    ...{ folder, record, pages, uploads: path.join(temporary.folder, 'uploads'), retry: false, now: () => 1 },
    reader: { call, stop: () => undefined } as unknown as BatchSittingDependencies['reader'],
    read: () => Promise.resolve([]),
    changed: () => undefined,
  });
  return { sitting, pages };
}

const missing = (file: string): never => {
  throw new AppError('path-missing', { path: file });
};

it('counts a file that has gone as one page, whose line says so, and the others as they are', async () => {
  const { sitting, pages } = sit((file) => (file === '1.pdf' ? missing(file) : 3));
  expect(await sitting.ended).toEqual({ status: 'finished', error: null });
  expect((await readSourceFiles(folder))?.map(({ parts }) => parts)).toEqual([1, 3]);
  expect([...pages.entries.values()].map(({ isFailed }) => isFailed)).toEqual([true, true, true, true]);
});

it('pauses where the whole folder has gone, and counts its files when it is there again', async () => {
  const gone = sit((file) => {
    rmSync(source, { recursive: true });
    return missing(file);
  });
  expect(await gone.sitting.ended).toMatchObject({ status: 'paused', error: { code: 'path-missing' } });
  expect(existsSync(batchFiles(folder).files)).toBe(false);
  mkdirSync(source);
  writeFileSync(path.join(source, '1.pdf'), 'x');
  const again = sit(() => 5);
  expect(await again.sitting.ended).toMatchObject({ status: 'finished' });
  expect(again.pages.entries.size).toBe(5);
});
