import { promises as fs } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../../../shared/contract/errors.ts';
import { datasetIdSchema } from '../../../../shared/contract/schemas/dataset.ts';
import type { DatasetFacts, DatasetSource } from './source.ts';

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
      if (!prepared) return announced.has(id) ? { ...announced.get(id)!, available: false } : null;
      const { name, kind, task, framing, trainCount, testCount, origin, createdAt, mends } = prepared;
      return { id, name, kind, task, framing, trainCount, testCount, origin, createdAt, mends, available: true };
    },
    async making(id) {
      throw new AppError('dataset-not-found', { id });
    },
    async forget(id) {
      announced.delete(id);
      return 'gone';
    },
  };
}
