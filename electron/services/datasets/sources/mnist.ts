import { promises as fs } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../../../shared/contract/errors.ts';
import { DIGITS } from '../../../../shared/task/digits.ts';
import { hasMnist, readMnist } from '../mnist-folder.ts';
import { scratchFolder, writePrepared, type Prepared } from '../prepared.ts';
import type { TaskHandle } from '../tasks.ts';
import type { DatasetSource } from './source.ts';

const ABOUT = { id: 'mnist', name: 'MNIST', kind: 'mnist', task: DIGITS, framing: 'centred' } as const;
const COUNTS = { trainCount: 60_000, testCount: 10_000 };

export interface MnistOptions {
  readonly storage: string;
  /** The folder of the environment or the settings; null: the studio's own download is used. */
  readonly chosen: () => string | null;
  readonly now: () => number;
}

export interface MnistSource extends DatasetSource {
  /** Where the studio's own download lies. */
  readonly downloads: string;
  prepareFrom(folder: string, handle: Pick<TaskHandle, 'signal' | 'progress'>): Promise<Prepared>;
  /** Whether a folder holds MNIST itself, to the last byte. A damaged copy is not MNIST. */
  isIn(folder: string): Promise<boolean>;
}

/** MNIST, from the user's folder or the studio's download. */
export function mnistSource({ storage, chosen, now }: MnistOptions): MnistSource {
  const root = path.join(storage, 'datasets');
  const downloads = path.join(root, 'mnist-download');
  const available = async (): Promise<string | null> => {
    const folder = chosen() ?? downloads;
    return (await hasMnist(folder)) ? folder : null;
  };
  const prepareFrom: MnistSource['prepareFrom'] = async (folder, { signal, progress }) => {
    const content = await readMnist(folder, { signal, onProgress: (share) => progress({ progress: share }) });
    const about = { ...ABOUT, origin: folder, stamp: '', createdAt: now() };
    return writePrepared(path.join(root, 'mnist'), scratchFolder(storage), content, about);
  };
  return {
    downloads,
    prepareFrom,
    async isIn(folder) {
      if (!(await hasMnist(folder))) return false;
      try {
        await readMnist(folder);
        return true;
      } catch (error) {
        if (error instanceof AppError) return false;
        throw error;
      }
    },
    has: (id) => id === 'mnist',
    ids: async () => ['mnist'],
    isCurrent: () => true,
    async facts(_, prepared) {
      const folder = prepared ? prepared.origin : await available();
      return { ...ABOUT, ...COUNTS, origin: folder, available: folder !== null };
    },
    async making() {
      // A folder that was named is read whatever is in it, so that the error says which file is missing there.
      const folder = chosen() ?? (await available());
      if (folder === null) throw new AppError('mnist-missing');
      return { task: 'import', work: (handle) => prepareFrom(folder, handle) };
    },
    async forget() {
      await fs.rm(downloads, { recursive: true, force: true });
      return 'absent';
    },
  };
}
