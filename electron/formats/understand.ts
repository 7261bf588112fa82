import { AppError } from '../../shared/contract/errors.ts';
import { baseName } from './file-names.ts';
import type { FoundSet, LookOptions, Provider } from './found-set.ts';
import { arrays } from './providers/arrays.ts';
import { drawings } from './providers/drawings.ts';
import { parquet } from './providers/parquet.ts';
import { pictures } from './providers/pictures.ts';
import { tables } from './providers/tables.ts';
import type { Skipped, SkipReason } from '../../shared/contract/schemas/import.ts';
import type { SourceFile, Tree } from './tree/open-tree.ts';

/** All providers, in order. Each sees the files that those before it left: `pictures` also takes tables of labels. */
const PROVIDERS: readonly Provider[] = [arrays, parquet, pictures, tables, drawings];

export interface Understanding {
  /** At least one. */
  readonly sets: readonly FoundSet[];
  /** Every file that was seen and belongs to none of the sets, with the reason. */
  readonly skipped: readonly Skipped[];
}

/**
 * The data sets among the files that were opened; with a `label`, which only pictures take, these alone. If there are none, throws the reason: the first fault of a file,
 * `file-is-page` {file}, `labels-missing` {file}, an error of `FAULTS` for a kind of file that is not read, or
 * `data-not-understood` {path}.
 */
export async function understand(tree: Tree, options: LookOptions): Promise<Understanding> {
  const sets: FoundSet[] = [];
  const skipped: Skipped[] = [...tree.skipped];
  const faults: Error[] = tree.files.flatMap(({ fault }) => fault ?? []);
  let free: readonly SourceFile[] = tree.files;
  for (const provider of options.label === undefined ? PROVIDERS : [pictures]) {
    const { sets: found, skipped: told, claimed, fault } = await provider.look(tree, free, options);
    sets.push(...found);
    skipped.push(...told);
    if (fault) faults.push(fault);
    const taken = new Set(claimed);
    free = free.filter(({ path }) => !taken.has(path));
  }
  for (const { path, kind } of free) skipped.push({ file: path, reason: REASONS[kind] ?? 'not-understood' });
  if (sets.length > 0) return { sets, skipped };
  const page = tree.files.find(({ kind }) => kind === 'web-page');
  if (page) throw new AppError('file-is-page', { file: baseName(page.path) });
  throw faults[0] ?? kindFault(skipped) ?? new AppError('data-not-understood', { path: tree.name });
}

/** Why a file that no provider wanted is not used, where its kind says it. */
const REASONS: Readonly<Partial<Record<SourceFile['kind'], SkipReason>>> = {
  empty: 'empty',
  damaged: 'damaged',
  'web-page': 'web-page',
  hdf5: 'hdf5',
  matlab: 'matlab',
  pickle: 'pickle',
};

/** The error for a reason to skip a file, if nothing else was found. */
const FAULTS: Readonly<Partial<Record<SkipReason, (file: string) => AppError>>> = {
  empty: (file) => new AppError('file-empty', { file }),
  encrypted: (file) => new AppError('archive-encrypted', { file }),
  'compression-unknown': (file) => new AppError('archive-compression', { file }),
  'unsafe-name': (file) => new AppError('unsafe-path', { path: file }),
  hdf5: (file) => new AppError('data-kind-unread', { file, kind: 'HDF5' }),
  matlab: (file) => new AppError('data-kind-unread', { file, kind: 'MATLAB' }),
  pickle: (file) => new AppError('data-kind-unread', { file, kind: 'pickle' }),
};

function kindFault(skipped: readonly Skipped[]): AppError | null {
  for (const { file, reason } of skipped) {
    const fault = FAULTS[reason]?.(reason === 'unsafe-name' ? file : baseName(file));
    if (fault) return fault;
  }
  return null;
}
