import readExcel from 'read-excel-file/node';
import { expect, it } from 'vitest';
import { z } from 'zod';
import type { BatchPage, Decision, FieldReading } from '../../shared/contract/schemas/batch.ts';
import { formFieldsSchema } from '../../shared/contract/schemas/form.ts';
import { cellOf, numberOf } from '../../shared/forms/cell.ts';
import { knownText } from '../../shared/forms/known-text.ts';
import { knownSigns } from '../../shared/reading/known-signs.ts';
import { rowOf, type TableRow } from '../../shared/forms/table.ts';
import { fieldsOf, templateFile, templateFileSchema } from '../../shared/forms/template-file.ts';
import { encoded, writeTable } from '../../electron/services/batches/write-table.ts';
import { someForm } from '../fixtures/form-calls.ts';

const [code, amount, mark] = someForm.fields as [FieldOf, FieldOf, FieldOf];
type FieldOf = (typeof someForm.fields)[number];
const date: FieldOf = { ...amount, id: 'f4', name: 'Day', kind: 'date' };

const reading = (field: FieldOf, text: string, changes: Partial<FieldReading> = {}): FieldReading => ({
  ...{ field: field.id, text, value: text || null, confidence: 0.912345, sure: true, symbols: [], alternatives: [] },
  crop: null,
  ...changes,
});

const page = (fields: FieldReading[], changes: Partial<BatchPage> = {}): BatchPage => ({
  ...{ page: 0, file: 'a.jpg', part: 0, error: null, quality: 0.98765, corners: null, fields },
  ...changes,
});

const accepted: Decision = { kind: 'accepted' };
const typed = (text: string): Decision => ({ kind: 'text', text });

it('has no value in a cell that is not sure, until somebody has decided', () => {
  const unsure = reading(code, '012345', { sure: false });
  expect(cellOf(code, unsure, undefined)).toEqual({
    value: null,
    status: 'open',
    confidence: 0.912345,
    read: '012345',
  });
  expect(cellOf(code, unsure, accepted)).toMatchObject({ value: '012345', status: 'reviewed', confidence: null });
  expect(cellOf(code, unsure, typed('012349'))).toMatchObject({ value: '012349', status: 'reviewed' });
  expect(cellOf(code, unsure, { kind: 'empty' })).toMatchObject({ value: null, status: 'empty' });
  expect(cellOf(code, unsure, { kind: 'unreadable' })).toMatchObject({ value: null, status: 'unreadable' });
  expect(cellOf(code, reading(code, '012345'), undefined)).toMatchObject({ value: '012345', status: 'sure' });
  expect(cellOf(code, reading(code, ''), undefined)).toMatchObject({ value: null, status: 'empty' });
  expect(cellOf(mark, reading(mark, 'no'), undefined)).toMatchObject({ value: 'no', status: 'sure' });
  expect(cellOf(code, null, undefined)).toMatchObject({ value: null, status: 'failed' });
});

it('takes what is typed for what it comes to, and as it is where it comes to nothing', () => {
  const at = (field: FieldOf, text: string) => cellOf(field, reading(field, ''), typed(text)).value;
  expect(at(amount, '1.234,50')).toBe('1234.50');
  expect(at(amount, 'a lot')).toBe('a lot');
  expect(at(date, '30.11.2026')).toBe('2026-11-30');
  expect(at({ ...date, order: 'month-day-year' }, '3/4/26')).toBe('2026-03-04');
  expect(at(date, '3/4/26')).toBe('3/4/26');
  expect(at(code, '007')).toBe('007');
});

it('makes numbers of amounts alone, and of those that a number holds', () => {
  expect(numberOf(amount, '1234.50')).toBe(1234.5);
  expect(numberOf(amount, '12345678901234.50')).toBeNull();
  expect(numberOf(amount, 'a lot')).toBeNull();
  expect(numberOf(code, '0012')).toBeNull();
});

const fields = [code, amount, mark];
const rows: TableRow[] = [
  rowOf(fields, page([reading(code, '012345'), reading(amount, '12.5', { value: '12.50' }), reading(mark, 'yes')]), {}),
  rowOf(fields, page([reading(code, '9', { sure: false }), reading(amount, ''), reading(mark, 'no')], { part: 2 }), {
    [amount.id]: typed('=1+1'),
  }),
  rowOf(fields, page([], { file: '=x,"y".pdf', quality: null, error: { code: 'page-other-form', params: {} } }), {}),
];

async function* each(): AsyncGenerator<TableRow> {
  yield* rows;
}
const batch = { name: '十一月', form: { id: null, name: 'Bill', size: someForm.size, fields } };
const bytesOf = (kind: 'csv' | 'xlsx' | 'json') => writeTable(kind, batch, each(), 'en').then(Buffer.from);

it('writes CSV, in which nothing is a formula', async () => {
  const name = code.name;
  expect((await bytesOf('csv')).toString()).toBe(
    [
      `\ufefffile,page,form,error,${name},${name} status,${name} confidence,${name} read,Amount,Amount status,Amount confidence,Amount read,Paid,Paid status,Paid confidence,Paid read`,
      'a.jpg,1,0.9877,,012345,sure,0.9123,012345,12.50,sure,0.9123,12.5,yes,sure,0.9123,yes',
      "a.jpg,3,0.9877,,,open,0.9123,9,'=1+1,reviewed,,,no,sure,0.9123,no",
      `"'=x,""y"".pdf",1,,page-other-form,,failed,,,,failed,,,,failed,,`,
      '',
    ].join('\r\n'),
  );
});

it('writes a spreadsheet that a library opens: codes keep their noughts, amounts are numbers, formulas are text', async () => {
  const sheets = (await readExcel(await bytesOf('xlsx'))) as { sheet: string; data: unknown[][] }[];
  expect(sheets.map(({ sheet }) => sheet)).toEqual(['Values', 'Details']);
  expect(sheets[0]!.data).toEqual([
    ['File', 'Page', code.name, 'Amount', 'Paid'],
    ['a.jpg', 1, '012345', 12.5, 'yes'],
    ['a.jpg', 3, null, '=1+1', 'no'],
    ['=x,"y".pdf', 1, null, null, null],
  ]);
  expect(sheets[1]!.data[0]).toEqual([
    'File',
    'Page',
    'Field',
    'Value',
    'Status',
    'Confidence',
    'Read as',
    'Form found',
  ]);
  expect(sheets[1]!.data[4]).toEqual(['a.jpg', 3, code.name, null, 'open', 0.9123, '9', 0.9877]);
  expect(sheets[1]!.data).toHaveLength(1 + 9);
  const chinese = await writeTable('xlsx', batch, each(), 'zh-CN');
  expect(((await readExcel(Buffer.from(chinese))) as { sheet: string }[])[0]!.sheet).toBe('数值');
});

it('writes JSON with all that is known of each field', async () => {
  const { pages, ...head } = JSON.parse((await bytesOf('json')).toString()) as { pages: { fields: unknown[] }[] };
  expect(head).toEqual({ version: 1, name: '十一月', form: 'Bill' });
  expect(pages).toHaveLength(3);
  expect(pages[1]!.fields[0]).toEqual({
    ...{ id: code.id, name: code.name, kind: 'code', value: null, status: 'open', confidence: 0.9123, read: '9' },
  });
});

it('refuses a spreadsheet of more rows than one holds, before it is made', async () => {
  const many = Array.from({ length: 1200 }, (_, i) => ({ ...code, id: `f${i}` }));
  const row = rowOf(many, page([], { file: 'a.jpg' }), {});
  let asked = 0;
  const endless = async function* (): AsyncGenerator<TableRow> {
    for (; asked < 2000; asked++) yield row;
  };
  const wide = { ...batch, form: { ...batch.form, fields: many } };
  await expect(writeTable('xlsx', wide, endless(), 'en')).rejects.toMatchObject({
    ...{ code: 'table-too-long', params: { most: 1_048_576 } },
  });
  expect(asked).toBe(Math.floor(1_048_575 / 1200));
});

it('makes texts bytes piece by piece, since a large table is longer than any text may be', async () => {
  const texts = Array.from({ length: 100 }, (_, i) => `第${i}行\n`);
  const told = async function* (): AsyncGenerator<string> {
    yield* texts;
  };
  const pieces: Uint8Array[] = [];
  for await (const piece of encoded(told(), 60)) pieces.push(piece);
  expect(pieces.length).toBeGreaterThan(6);
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(3 * 70);
  expect(Buffer.concat(pieces).toString()).toBe(texts.join(''));
});

it('knows what signs of a field are where as many were read as stand there', () => {
  const box = { x: 0, y: 0, width: 5, height: 9 };
  const symbols = ['1', '7'].map((label) => ({ label, box, confidence: 1, candidates: [], empty: false }));
  const two = reading(code, '17', { symbols, sure: false });
  expect(knownText(two, undefined, 'all')).toBeNull();
  expect(knownText({ ...two, sure: true }, undefined, 'decided')).toBeNull();
  expect(knownText({ ...two, sure: true }, undefined, 'all')).toBe('17');
  expect(knownText(two, typed('11'), 'decided')).toBe('11');
  expect(knownText(two, { kind: 'unreadable' }, 'all')).toBeNull();
  expect(knownSigns(two.symbols, '11')).toEqual(symbols.map((symbol) => ({ label: '1', symbol })));
  expect(knownSigns(two.symbols, '111')).toBeNull();
});

it('writes a template as one file and reads it back, and one that was written by hand', () => {
  const file = templateFileSchema.parse(JSON.parse(JSON.stringify(templateFile(someForm, 'AAAA'))));
  expect(fieldsOf(file, 1)).toEqual(someForm.fields);
  const short = templateFileSchema.parse({
    ...{ version: 1, name: 'Bill', scan: 'empty.png' },
    fields: [
      { id: 'f1', name: 'A', kind: 'line', box: [10, 20, 300, 40] },
      { name: 'B', kind: 'code', length: 8, check: 'ean', box: [10, 80, 300, 40] },
    ],
  });
  // A scan that was made half as large.
  expect(fieldsOf(short, 2)).toMatchObject([
    { id: 'f1', box: { x: 5, y: 10, width: 150, height: 20 }, length: null, check: 'none', order: null },
    { id: 'f2', length: 8, check: 'ean' },
  ]);
  const wrong = (field: object) => () =>
    fieldsOf(templateFileSchema.parse({ ...short, fields: [{ ...short.fields[1], ...field }] }), 1);
  expect(wrong({ length: 9 })).toThrow(z.ZodError);
  expect(wrong({ length: null })).toThrow(z.ZodError);
  expect(() => formFieldsSchema.parse([code, code])).toThrow(z.ZodError);
});
