import { AppError } from '../../../shared/contract/errors.ts';
import { decodePictures } from '../decode-pictures.ts';
import { baseName, partOf, splitOf } from '../file-names.ts';
import type { FoundSet, Provider, ReadPicture, Understood } from '../found-set.ts';
import { keysOf, labelIn, readLabelTable, type LabelTable } from '../label-tables.ts';
import { sortPictures, type Labelled } from '../picture-classes.ts';
import type { Skipped } from '../../../shared/contract/schemas/import.ts';
import { readWhole } from '../tree/entry.ts';
import { contentOf } from '../tree/gzip.ts';
import type { SourceFile } from '../tree/open-tree.ts';

/** No picture of one sign is larger: 64 MiB. */
const MOST_BYTES = 67_108_864;

/** Pictures in folders that are named for their classes, with the class in their own names, or with a table of labels; or all of one. */
export const pictures: Provider = {
  id: 'pictures',
  async look(_, free, { readPicture, label }) {
    const files = free.filter(({ kind }) => kind === 'picture');
    if (files.length === 0) return { sets: [], skipped: [], claimed: [] };
    if (label !== undefined) return allOf(label, files, readPicture);
    const tables = await labelTables(free, files);
    const sorted = tables.length > 0 ? byTables(files, tables) : sortPictures(files);
    const skipped: Skipped[] = sorted.unlabelled.map(({ path }) => ({ file: path, reason: 'no-class' }));
    const classes = new Set(sorted.labelled.map(({ label }) => label));
    const claimed = [...files, ...tables.map(({ file }) => file)].map(({ path }) => path);
    if (classes.size < 2) {
      const fault = new AppError('picture-classes-missing', { count: files.length });
      return { sets: [], skipped: files.map(({ path }) => ({ file: path, reason: 'no-class' })), claimed, fault };
    }
    return { sets: [toSet(sorted.labelled, claimed, readPicture)], skipped, claimed };
  },
};

function allOf(label: string, files: readonly SourceFile[], readPicture: ReadPicture): Understood {
  const claimed = files.map(({ path }) => path);
  const labelled = files.map((file) => ({ file, label, split: null }));
  return { sets: [{ ...toSet(labelled, claimed, readPicture), fewestClasses: 1 }], skipped: [], claimed };
}

function toSet(labelled: readonly Labelled[], files: readonly string[], readPicture: ReadPicture): FoundSet {
  const packed = labelled.map(({ file, label, split }) => ({
    file: file.path,
    label,
    split,
    bytes: () => readWhole(contentOf(file), file.path, MOST_BYTES),
  }));
  return {
    name: 'pictures',
    files,
    count: labelled.length,
    naming: null,
    notes: [],
    pictures: true,
    drawn: false,
    shape: 'pictures',
    samples: (options) => decodePictures(packed, readPicture, options),
  };
}

async function labelTables(free: readonly SourceFile[], files: readonly SourceFile[]): Promise<LabelTable[]> {
  const names = new Set(files.flatMap(({ path }) => keysOf(path)));
  const tables: LabelTable[] = [];
  for (const file of free.filter(({ kind }) => kind === 'table')) {
    const table = await readLabelTable(file, names);
    if (table) tables.push(table);
  }
  return tables;
}

/** Throws `labels-disagree` {file, first, other} when two tables, or folders of tables, say different things of one picture. */
function byTables(
  files: readonly SourceFile[],
  tables: readonly LabelTable[],
): { labelled: Labelled[]; unlabelled: SourceFile[] } {
  const [labelled, unlabelled]: [Labelled[], SourceFile[]] = [[], []];
  for (const file of files) {
    const said = tables.flatMap((table) => {
      const label = labelIn(table, file.path);
      return label === undefined ? [] : [{ label, split: partOf(splitOf(file.path) ?? splitOf(table.file.path)) }];
    });
    const [first, ...others] = said;
    const other = others.find(({ label }) => label !== first?.label);
    if (first && other)
      throw new AppError('labels-disagree', { file: baseName(file.path), first: first.label, other: other.label });
    if (first) labelled.push({ file, ...first });
    else unlabelled.push(file);
  }
  return { labelled, unlabelled };
}
