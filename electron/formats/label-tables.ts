import { AppError } from '../../shared/contract/errors.ts';
import { baseName } from './file-names.ts';
import { labelOf } from './table/label.ts';
import { rowsOf } from './table/rows.ts';
import type { SourceFile } from './tree/open-tree.ts';

/** A table with a label for each picture's name. */
export interface LabelTable {
  readonly file: SourceFile;
  /** Labels by the picture's path, its name, or either without its extension. */
  readonly labels: ReadonlyMap<string, string>;
}

/** Rows that are looked at before a table is taken for one of labels. */
const SAMPLE = 50;

/** Reads a table as labels of pictures with these paths; null if it is none. */
export async function readLabelTable(file: SourceFile, pictures: ReadonlySet<string>): Promise<LabelTable | null> {
  const rows: string[][] = [];
  let columns: { name: number; label: number } | null = null;
  try {
    for await (const row of rowsOf(file)) {
      rows.push(row);
      if (rows.length === SAMPLE && !(columns = columnsOf(rows, pictures))) return null;
    }
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
  columns ??= columnsOf(rows, pictures);
  if (!columns) return null;
  const { name, label } = columns;
  const labels = new Map(rows.map((row) => [row[name] ?? '', row[label] ?? '']));
  labels.delete('');
  for (const [key, text] of labels) if (labelOf(text) === null) labels.delete(key);
  return { file, labels };
}

/** The label of a picture in a table. */
export const labelIn = ({ labels }: LabelTable, path: string): string | undefined =>
  keysOf(path)
    .map((key) => labels.get(key))
    .find((label) => label !== undefined && label !== '');

/** All names by which a table may refer to a picture. */
export const keysOf = (path: string): string[] => {
  const whole = [path, baseName(path)];
  return [...whole, ...whole.map((key) => key.replace(/\.\w+$/, ''))];
};

/** The column with pictures' names, and the one beside it with labels: named so, or the only other one, or the next. */
function columnsOf(rows: readonly string[][], pictures: ReadonlySet<string>): { name: number; label: number } | null {
  const [header = []] = rows;
  const known = (column: number): number => rows.filter((row) => pictures.has(row[column] ?? '')).length;
  const name = header.findIndex((_, column) => known(column) >= Math.max(1, (rows.length - 1) / 2));
  if (name < 0 || header.length < 2) return null;
  const named = header.findIndex((cell) => /^(label|class|target|category|y|word|text|sign|character)s?$/i.test(cell));
  const other = header.findIndex((_, column) => column !== name);
  return {
    name,
    label:
      named >= 0 && named !== name ? named : header.length === 2 ? other : name + 1 < header.length ? name + 1 : other,
  };
}
