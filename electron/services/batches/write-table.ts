import type { Cell as SheetCell, CellObject } from 'write-excel-file/node';
import { AppError } from '../../../shared/contract/errors.ts';
import type { BatchRecord } from '../../../shared/contract/schemas/batch.ts';
import type { FormField } from '../../../shared/contract/schemas/form.ts';
import { numberOf, type Cell } from '../../../shared/forms/cell.ts';
import { csvHead, csvRow, jsonRow, rounded, type TableRow } from '../../../shared/forms/table.ts';
import { joinBytes } from '../../../shared/join-bytes.ts';
import { tableWords } from '../../../shared/words/table-words.ts';

export const TABLE_KINDS = ['csv', 'xlsx', 'json'] as const;
export type TableKind = (typeof TABLE_KINDS)[number];

/** Behind what a cell of the spreadsheet rests on: cells that need somebody are seen at once. */
const PAINT: Partial<Record<Cell['status'], string>> = { open: '#FFF2CC', unreadable: '#F4CCCC', failed: '#EFEFEF' };

/** A spreadsheet's cell holds so much text, and a sheet so many rows. */
const LONGEST = 32_000;
const MOST_ROWS = 1_048_576;

/** Letters that are made bytes at once: a whole large table is longer than any text may be. */
const PIECE = 1_000_000;

/**
 * The table of a batch as a file's bytes; `language` is that of a spreadsheet's words. Throws `table-too-long` {most} for a spreadsheet of more
 * rows than one holds.
 */
export async function writeTable(
  kind: TableKind,
  { form, name }: Pick<BatchRecord, 'form' | 'name'>,
  rows: AsyncIterable<TableRow>,
  language: string,
): Promise<Uint8Array<ArrayBuffer>> {
  if (kind === 'xlsx') return spreadsheet(form.fields, await rowsOfSheet(rows), language);
  const texts = kind === 'csv' ? csvTexts(form.fields, rows) : jsonTexts(name, form, rows);
  const pieces: Uint8Array[] = [];
  for await (const piece of encoded(texts)) pieces.push(piece);
  return joinBytes(pieces);
}

async function* csvTexts(fields: readonly FormField[], rows: AsyncIterable<TableRow>): AsyncGenerator<string> {
  // Excel takes a file without the mark for one in the system's old encoding.
  yield `\ufeff${csvHead(fields)}`;
  for await (const row of rows) yield csvRow(row);
}

async function* jsonTexts(
  name: string,
  form: BatchRecord['form'],
  rows: AsyncIterable<TableRow>,
): AsyncGenerator<string> {
  yield `{"version":1,"name":${JSON.stringify(name)},"form":${JSON.stringify(form.name)},"pages":[`;
  let isFirst = true;
  for await (const row of rows) {
    yield `${isFirst ? '\n' : ',\n'}${JSON.stringify(jsonRow(form.fields, row))}`;
    isFirst = false;
  }
  yield '\n]}\n';
}

/** Texts one after the other as bytes (UTF-8), in pieces of about `most` letters. */
export async function* encoded(texts: AsyncIterable<string>, most = PIECE): AsyncGenerator<Uint8Array> {
  let waiting = '';
  for await (const text of texts) {
    waiting += text;
    if (waiting.length < most) continue;
    yield Buffer.from(waiting);
    waiting = '';
  }
  if (waiting !== '') yield Buffer.from(waiting);
}

/** All rows, if both sheets hold them below their heads. */
async function rowsOfSheet(rows: AsyncIterable<TableRow>): Promise<TableRow[]> {
  const list: TableRow[] = [];
  let details = 1;
  for await (const row of rows) {
    list.push(row);
    details += row.cells.length;
    if (details > MOST_ROWS) throw new AppError('table-too-long', { most: MOST_ROWS });
  }
  return list;
}

/**
 * Two sheets: each field's value, a row a page, and what each of them rests on, a row a field. Codes and all that may begin with a nought are text, amounts are
 * numbers, and nothing is a formula, whatever it begins with. A cell that is open holds no value.
 */
async function spreadsheet(
  fields: readonly FormField[],
  rows: readonly TableRow[],
  language: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const { default: writeExcel } = await import('write-excel-file/node');
  const words = tableWords(language);
  const head = (names: readonly string[]): SheetCell[] =>
    names.map((text) => ({ ...textCell(text), fontWeight: 'bold' }));
  const values = rows.map(({ page, cells }): SheetCell[] => [
    textCell(page.file),
    numberCell(page.part + 1),
    ...cells.map((cell, i): SheetCell => {
      const color = PAINT[cell.status];
      return { ...valueCell(fields[i]!, cell), ...(color && { backgroundColor: color }) };
    }),
  ]);
  const details = rows.flatMap(({ page, cells }) =>
    cells.map((cell, i): SheetCell[] => [
      ...[textCell(page.file), numberCell(page.part + 1), textCell(fields[i]!.name), valueCell(fields[i]!, cell)],
      ...[textCell(words.statuses[cell.status]), numberCell(rounded(cell.confidence)), textCell(cell.read)],
      numberCell(rounded(page.quality)),
    ]),
  );
  const { file, page, field, value, status, confidence, read, form } = words;
  const bytes = await writeExcel([
    {
      sheet: words.values,
      data: [head([file, page, ...fields.map(({ name }) => name)]), ...values],
      stickyRowsCount: 1,
    },
    {
      sheet: words.details,
      data: [head([file, page, field, value, status, confidence, read, form]), ...details],
      stickyRowsCount: 1,
    },
  ]).toBuffer();
  return new Uint8Array(bytes);
}

// A text is told to be one: of a value alone the library would make what it looks like.
const textCell = (text: string): CellObject => ({ type: String, value: forXml(text).slice(0, LONGEST), format: '@' });

const numberCell = (value: number | null): CellObject | null => (value === null ? null : { type: Number, value });

function valueCell(field: FormField, { value }: Cell): CellObject {
  const number = numberOf(field, value);
  if (number !== null) return { type: Number, value: number, format: value!.includes('.') ? '0.00' : '0' };
  return value === null ? {} : textCell(value);
}

/** XML knows no other characters. */
const forXml = (text: string): string =>
  text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd');
