import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import readExcel from 'read-excel-file/node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCommand, startCommand } from '../fixtures/command-line.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { formFiles, handWritten, type FormFiles } from '../fixtures/form-files.ts';
import { encodeTiff } from '../fixtures/tiff.ts';
import { printedForm } from '../fixtures/printed-form.ts';

const temporary = temporaryFolder();
const home = path.join(temporary.folder, 'home');
let files: FormFiles;

beforeAll(async () => {
  files = await formFiles(temporary.folder, 5);
}, 60_000);

afterAll(() => temporary.remove());

const command = (out: string, ...more: string[]): string[] => [
  ...['read', '--form', files.template, '--images', files.pages, '--out', out, '--json', ...more],
];

it('reads a folder into a CSV, goes on where a kill has left it, and says what is open', async () => {
  const out = path.join(temporary.folder, 'bills.csv');
  const killed = startCommand(home, command(out));
  await killed.said('"page":2,"of":');
  killed.child.kill('SIGKILL');
  await killed.ended;
  const told = killed.lines.filter((line) => line.includes('"type":"page"')).length;
  expect(told).toBeLessThan(5);

  const { code, lines, stderr } = await runCommand(home, command(out));
  expect(stderr).toContain('goes on after');
  const pages = lines.filter(({ type }) => type === 'page');
  // What was told before the kill was on the disk.
  expect(told + pages.length).toBeLessThanOrEqual(5);
  expect(pages.at(-1)).toMatchObject({ page: 5, of: 5, file: 'page 5.jpg', error: null });
  const result = lines.at(-1)!;
  expect(result).toMatchObject({ type: 'result', out, pages: 5, read: 5, failed: 0, fields: 50 });
  expect(code).toBe(0);
  const rows = readFileSync(out, 'utf8').trim().split('\r\n');
  expect(rows).toHaveLength(6);
  expect(rows[0]).toContain('Field 1,Field 1 status,Field 1 confidence,Field 1 read');
  expect(rows.slice(1).map((row) => row.split(',')[0])).toEqual([...files.texts.keys()]);
  const open = rows.slice(1).flatMap((row) => row.split(',').filter((cell) => cell === 'open'));
  expect(open).toHaveLength(result['open'] as number);

  // Once more: nothing is read again. Anew: all is.
  const again = await runCommand(home, command(out));
  expect(again.lines.filter(({ type }) => type === 'page')).toHaveLength(0);
  expect(again.lines.at(-1)).toMatchObject({ batch: result['batch'], read: 5 });
}, 120_000);

it('reads the pages of one file into a spreadsheet, tells of one that is another form, and fails in part', async () => {
  const scans = path.join(temporary.folder, 'scans.tif');
  writeFileSync(scans, encodeTiff([files.form.empty, printedForm(2).empty]));
  const out = path.join(temporary.folder, 'bills.xlsx');
  const { code, lines, stderr } = await runCommand(home, [
    ...['read', '--form', files.template, '--images', scans, '--out', out, '--json'],
  ]);
  expect(code).toBe(1);
  expect(stderr).toContain('not a page of this form');
  expect(lines.at(-1)).toMatchObject({ pages: 2, read: 1, failed: 1, open: 0 });
  const [{ data }] = (await readExcel(readFileSync(out))) as unknown as [{ data: unknown[][] }];
  // An empty form: nothing stands in its fields, and its box is not ticked.
  expect(data[1]).toEqual(['scans.tif', 1, ...files.form.fields.map(({ kind }) => (kind === 'mark' ? 'no' : null))]);
}, 60_000);

it('says what is wrong with a template, an output or a folder', async () => {
  const broken = path.join(temporary.folder, 'broken.json');
  const wrongs: [object, string, object][] = [
    [{ scan: 'gone.png' }, 'form-scan-missing', { file: 'broken.json', scan: 'gone.png' }],
    [{ scan: '../empty.png' }, 'form-file-invalid', { reason: 'scan: ../empty.png' }],
    [{ version: 2, fields: 7 }, 'file-newer', {}],
    [{ fields: [{ name: 'A', kind: 'word', box: [1, 1, 9, 9] }] }, 'form-file-invalid', {}],
    [{ fields: [] }, 'form-fieldless', { name: 'Bill' }],
    [
      { fields: [{ name: 'A', kind: 'line', box: [2000, 1, 99, 99] }] },
      'form-file-invalid',
      { reason: expect.stringContaining('A: the box is outside') as string },
    ],
  ];
  const out = path.join(temporary.folder, 'out.csv');
  for (const [change, code, params] of wrongs) {
    writeFileSync(broken, JSON.stringify({ ...handWritten(files.form.fields), ...change }));
    const { code: exit, lines } = await runCommand(home, [
      ...['read', '--form', broken, '--images', files.pages, '--out', out, '--json'],
    ]);
    expect([exit, lines.at(-1)]).toMatchObject([1, { error: { code, params } }]);
  }
  // Before any page is read, not after the last one.
  const taken = path.join(temporary.folder, 'taken.csv');
  mkdirSync(taken);
  const folder = await runCommand(home, [
    ...['read', '--form', files.template, '--images', files.pages, '--out', taken, '--json'],
  ]);
  expect(folder.lines).toMatchObject([{ type: 'error', error: { code: 'save-failed' } }]);
  const empty = path.join(temporary.folder, 'empty');
  mkdirSync(empty);
  const none = await runCommand(home, ['read', '--form', files.template, '--images', empty, '--out', out, '--json']);
  expect(none.lines.at(-1)).toMatchObject({ error: { code: 'batch-no-pages' } });
  const text = await runCommand(home, ['read', '--form', files.template, '--images', files.pages, '--out', 'a.txt']);
  expect([text.code, text.stderr]).toEqual([2, expect.stringContaining('.csv, .xlsx or .json')]);
}, 120_000);
