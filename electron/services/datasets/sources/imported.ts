import path from 'node:path';
import { AppError } from '../../../../shared/contract/errors.ts';
import { datasetIdSchema } from '../../../../shared/contract/schemas/dataset.ts';
import { isFolder } from '../../../files/is-there.ts';
import { namesIn } from '../../../files/names-in.ts';
import { checkNames } from '../check-names.ts';
import { readPrepared, readRecord, updatePrepared, type Prepared } from '../prepared.ts';
import { nothingKnown, type DatasetFacts, type DatasetSource, type Renaming } from './source.ts';

const isImported = (id: string): boolean => /^(idx|set)-/.test(id) && datasetIdSchema.safeParse(id).success;

export interface ImportedSource extends DatasetSource {
  /** A data set whose import has begun: it is shown, as being worked on, before anything stands. */
  announce(facts: DatasetFacts): void;
  withdraw(id: string): void;
  /** Throws `class-names-invalid` {expected, given}, why it cannot be used, and storage errors. */
  rename(id: string, change: Renaming): Promise<void>;
}

/** What was imported, each in a folder that is named for its content. */
export function importedSource(storage: string): ImportedSource {
  const announced = new Map<string, DatasetFacts>();
  return {
    announce: (facts) => void announced.set(facts.id, facts),
    withdraw: (id) => void announced.delete(id),
    has: isImported,
    async ids() {
      const names = await namesIn(path.join(storage, 'datasets'));
      return [...new Set([...names.filter(isImported), ...announced.keys()])].sort();
    },
    isCurrent: () => true,
    async facts(id, prepared) {
      if (prepared) return { ...factsOf(prepared), available: true };
      if (announced.has(id)) return { ...announced.get(id)!, available: false };
      const folder = path.join(storage, 'datasets', id);
      const fault = await faultOf(folder, id);
      if (!fault) return null;
      const record = await readRecord(folder).catch(() => null);
      return { ...(record ? factsOf(record) : nothingKnown(id, 'imported')), available: false, fault };
    },
    async making(id) {
      throw await whyNot(path.join(storage, 'datasets', id), id);
    },
    async rename(id, { name, classes }) {
      if (name === undefined && classes === undefined) return;
      const folder = path.join(storage, 'datasets', id);
      const record = await readPrepared(folder);
      if (!record) throw await whyNot(folder, id);
      const names = classes ? checkNames(classes, record.task.classes.length) : record.task.classes;
      const task = { ...record.task, classes: names };
      await updatePrepared(folder, { ...record, name: name ?? record.name, task });
    },
    async forget(id) {
      announced.delete(id);
      return 'gone';
    },
  };
}

const factsOf = (record: Prepared): DatasetFacts => {
  const { id, name, kind, task, framing, trainCount, testCount, origin, createdAt, mends } = record;
  return { id, name, kind, task, framing, trainCount, testCount, origin, createdAt, mends };
};

const whyNot = async (folder: string, id: string): Promise<AppError> =>
  (await faultOf(folder, id)) ?? new AppError('dataset-not-found', { id });

/** Why a folder that is there cannot be used: `dataset-damaged` {id, file}, or `file-newer` {path}. Null: there is none. */
async function faultOf(folder: string, id: string): Promise<AppError | null> {
  const unreadable = await readRecord(folder).then(
    () => null,
    (error: unknown) => error,
  );
  // Asked last: a data set that goes while its record is read is gone, not damaged.
  if (!(await isFolder(folder))) return null;
  if (unreadable instanceof AppError && unreadable.code !== 'file-torn') return unreadable;
  return new AppError('dataset-damaged', { id, file: folder }, unreadable ?? undefined);
}
