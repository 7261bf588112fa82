import { AppError } from '../../../shared/contract/errors.ts';
import { baseName, byPart, partOf, splitOf, stemOf } from '../file-names.ts';
import { emnistNaming, isEmnist } from '../emnist.ts';
import type { FoundSet, Note, Provider, SampleOptions, Samples, SplitName } from '../found-set.ts';
import { squareOf } from '../arrays/roles.ts';
import { labelOf } from '../table/label.ts';
import { columnsOf, type Columns } from '../table/columns.ts';
import { rowsOf } from '../table/rows.ts';
import type { Skipped } from '../../../shared/contract/schemas/import.ts';
import type { SourceFile } from '../tree/open-tree.ts';

/** Rows that are looked at before a table is judged. */
const SAMPLE = 400;
/** Images that are passed on together. */
const BATCH = 512;

interface Table {
  readonly file: SourceFile;
  readonly columns: Columns;
  readonly split: SplitName | null;
}

/** Images as rows of a table: Kaggle's CSV and its relatives. */
export const tables: Provider = {
  id: 'tables',
  async look(tree, free) {
    const found: Table[] = [];
    const skipped: Skipped[] = [];
    let fault: AppError | null = null;
    for (const file of free.filter(({ kind }) => kind === 'table')) {
      const rows = await firstRows(file);
      if (rows instanceof AppError) {
        // A damaged table must not keep other files from being read.
        skipped.push({ file: file.path, reason: 'damaged' });
        fault ??= rows;
        continue;
      }
      const columns = columnsOf(rows);
      if (columns) found.push({ file, columns, split: partOf(splitOf(file.path)) });
      else if (squareOf(rows[0]?.length ?? 0)) {
        skipped.push({ file: file.path, reason: 'no-labels' });
        fault = new AppError('labels-missing', { file: baseName(file.path) });
      }
    }
    const sets = await Promise.all([...byStem(found)].map(([stem, own]) => toSet(stem, own, tree.files)));
    const claimed = [...found.map(({ file }) => file.path), ...skipped.map(({ file }) => file)];
    return { sets, skipped, claimed, fault };
  },
};

async function firstRows(file: SourceFile): Promise<string[][] | AppError> {
  const rows: string[][] = [];
  try {
    for await (const row of rowsOf(file)) if (rows.push(row) >= SAMPLE) break;
  } catch (error) {
    // Faults further down are reported when the table is read, if it is one of images at all; a quote that is never
    // closed in the first row keeps even that from being seen.
    if (!(error instanceof AppError)) throw error;
    if (error.code !== 'record-invalid' || (rows.length === 0 && /\.[ct]sv(\.gz)?$/i.test(file.path))) return error;
  }
  return rows;
}

function byStem(found: readonly Table[]): Map<string, Table[]> {
  const stems = new Map<string, Table[]>();
  for (const table of found) {
    const stem = stemOf(table.file.path);
    stems.set(
      stem,
      [...(stems.get(stem) ?? []), table].sort((a, b) => byPart(a.split, b.split)),
    );
  }
  return stems;
}

async function toSet(stem: string, own: readonly Table[], all: readonly SourceFile[]): Promise<FoundSet> {
  const [first] = own;
  const notes: Note[] = own
    .filter(({ columns }) => columns.guessed)
    .map(({ file }) => ({ code: 'label-column', params: { file: baseName(file.path), column: 1 } }));
  if (isEmnist(first!.file.path)) notes.push({ code: 'transposed-by-name' });
  return {
    name: stem || baseName(first!.file.path),
    files: own.map(({ file }) => file.path),
    count: null,
    naming: await emnistNaming(first!.file.path, all),
    notes,
    pictures: false,
    drawn: false,
    shape: `${first!.columns.height}x${first!.columns.width}`,
    samples: (options) => samples(own, options),
  };
}

async function* samples(own: readonly Table[], { onNote }: SampleOptions): AsyncGenerator<Samples> {
  const scale = await scaleOfTables(own);
  if (scale !== 1) onNote({ code: 'values-scaled', params: { from: 0, to: 255 / scale } });
  for (const { file, columns, split } of own) {
    const size = { height: columns.height, width: columns.width };
    let batch: { images: Uint8Array; labels: (number | string)[] } = emptyBatch(size);
    for await (const { label, pixels } of imagesIn(file, columns)) {
      const at = batch.labels.push(label) - 1;
      for (let i = 0; i < pixels.length; i++) batch.images[at * pixels.length + i] = Math.round(pixels[i]! * scale);
      if (batch.labels.length < BATCH) continue;
      yield { size, split, ...batch };
      batch = emptyBatch(size);
    }
    const { images, labels } = batch;
    if (labels.length > 0) {
      yield { size, split, labels, images: images.subarray(0, labels.length * size.height * size.width) };
    }
  }
}

const emptyBatch = ({ height, width }: Columns | { height: number; width: number }) => ({
  images: new Uint8Array(BATCH * height * width),
  labels: [] as (number | string)[],
});

/** 255 where all pixels are fractions from 0 to 1, else 1. All rows are read only if there is a fraction. */
async function scaleOfTables(own: readonly Table[]): Promise<number> {
  let fractions = false;
  for (const { file, columns } of own) {
    for await (const { pixels } of imagesIn(file, columns)) {
      for (const pixel of pixels) {
        if (pixel > 1) return 1;
        if (!Number.isInteger(pixel)) fractions = true;
      }
    }
  }
  return fractions ? 255 : 1;
}

/**
 * Each row as its label and its pixels. Throws `record-invalid` {file, record} for one that is not like the others, and
 * `label-invalid` {file, index, label}, both with the number of the row.
 */
async function* imagesIn(
  file: SourceFile,
  { label: place, height, width, hasHeader }: Columns,
): AsyncGenerator<{ label: number | string; pixels: Float64Array }> {
  let line = 0;
  const pixels = new Float64Array(height * width);
  for await (const row of rowsOf(file)) {
    line++;
    if (line === 1 && hasHeader) continue;
    const wrong = (): AppError => new AppError('record-invalid', { file: baseName(file.path), record: line });
    if (row.length !== pixels.length + 1) throw wrong();
    for (let column = 0, i = 0; column < row.length; column++) {
      if (column === place) continue;
      const [cell, value] = [row[column]!, Number(row[column])];
      if (cell === '' || !(value >= 0 && value <= 255)) throw wrong();
      pixels[i++] = value;
    }
    const text = row[place]!;
    if (text === '') throw wrong();
    const label = labelOf(text);
    if (label === null) throw new AppError('label-invalid', { file: baseName(file.path), index: line, label: text });
    yield { label, pixels };
  }
}
