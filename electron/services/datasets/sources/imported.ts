import { promises as fs } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../../../shared/contract/errors.ts';
import { datasetIdSchema } from '../../../../shared/contract/schemas/dataset.ts';
import { readRecord, type Prepared } from '../prepared.ts';
import type { DatasetFacts, DatasetSource } from './source.ts';

/** Facts of a data set whose record cannot be read. Two classes, since no task has fewer. */
const NOTHING_KNOWN = {
  kind: 'imported',
  task: { inputShape: [28, 28, 1], classes: ['?', '??'] },
  framing: 'centred',
  trainCount: 0,
  testCount: 0,
  origin: null,
} satisfies Omit<DatasetFacts, 'id' | 'name'>;

const isImported = (id: string): boolean => /^(idx|set)-/.test(id) && datasetIdSchema.safeParse(id).success;

export interface ImportedSource extends DatasetSource {
  /** A data set whose import has begun: it is shown, as being worked on, before anything stands. */
  announce(facts: DatasetFacts): void;
  withdraw(id: string): void;
}

/** What was imported, each in a folder that is named for its content. */
export function importedSource(storage: string): ImportedSource {
  const announced = new Map<string, DatasetFacts>();
  return {
    announce: (facts) => void announced.set(facts.id, facts),
    withdraw: (id) => void announced.delete(id),
    has: isImported,
    async ids() {
      const names = await fs.readdir(path.join(storage, 'datasets')).catch(() => []);
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
      return { ...(record ? factsOf(record) : { ...NOTHING_KNOWN, id, name: id }), available: false, fault };
    },
    async making(id) {
      throw (await faultOf(path.join(storage, 'datasets', id), id)) ?? new AppError('dataset-not-found', { id });
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

/** Why a folder that is there cannot be used: `dataset-damaged` {id, file}, or `file-newer` {path}. Null: there is none. */
async function faultOf(folder: string, id: string): Promise<AppError | null> {
  if (!(await isFolder(folder))) return null;
  const unreadable = await readRecord(folder).then(
    () => null,
    (error: unknown) => error,
  );
  if (unreadable instanceof AppError && unreadable.code !== 'file-torn') return unreadable;
  return new AppError('dataset-damaged', { id, file: folder }, unreadable ?? undefined);
}

const isFolder = (folder: string): Promise<boolean> =>
  fs.stat(folder).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
