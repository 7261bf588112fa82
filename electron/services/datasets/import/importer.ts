import path from 'node:path';
import type { CancelSignal } from '../../../../shared/contract/define.ts';
import { AppError } from '../../../../shared/contract/errors.ts';
import type { DatasetId, DatasetInfo } from '../../../../shared/contract/schemas/dataset.ts';
import type { Inspection, KeptCounts, Mend } from '../../../../shared/contract/schemas/import.ts';
import { mendsByThemselves } from '../../../../shared/data/mends.ts';
import { buildPrepared, scratchFolder, type Prepared } from '../prepared.ts';
import type { ImportedSource } from '../sources/imported.ts';
import type { MnistSource } from '../sources/mnist.ts';
import type { TaskHandle, Tasks } from '../tasks.ts';
import { countImported, importedTask, importId, writeImported, type ImportChoice } from './carry-out.ts';
import {
  Inspections,
  nameOf,
  TEST_FRACTION,
  type InspectionsDependencies,
  type InspectOptions,
  type Pending,
} from './inspections.ts';
import { mendedSamples, sampleMends, type MendedSample } from './mended-samples.ts';
import { totalsOf } from './warnings.ts';

/** How an inspected import is to be kept. What is absent is done as the inspection proposed. */
export interface ImportWish {
  readonly name?: string | undefined;
  readonly classes?: readonly string[] | undefined;
  readonly testFraction?: number | undefined;
  readonly mends?: readonly Mend[] | undefined;
}

export interface ImporterDependencies extends InspectionsDependencies {
  readonly tasks: Tasks;
  readonly mnist: MnistSource;
  readonly imported: ImportedSource;
  /** Called when an import that was announced under an id has failed: tells all windows what is there. */
  readonly withdrawn: (id: string) => Promise<void>;
  /** The prepared data set of an id. */
  readonly prepared: (id: string) => Promise<Prepared | null>;
  /** Tells all windows of a data set, and returns what was told. */
  readonly told: (id: string) => Promise<DatasetInfo>;
}

/** Images that were found in files. */
export interface FoundSamples {
  readonly count: number;
  /** What is mended of them. */
  readonly mends: readonly Mend[];
  readonly skipped: Inspection['skipped'];
  readonly samples: AsyncIterable<MendedSample>;
}

/** Imports data sets in two steps: `inspect` finds out what is in the files, `import` keeps it as its user wants. */
export class Importer {
  private readonly deps: ImporterDependencies;
  private readonly inspections: Inspections;

  constructor(deps: ImporterDependencies) {
    this.deps = deps;
    this.inspections = new Inspections(deps);
  }

  /** Finds out what importing a file, folder or archive would give. What is staged waits for `import`. */
  inspect(source: string, options: InspectOptions = {}): Promise<Inspection> {
    return this.inspections.inspect(source, options);
  }

  discard(inspection: string): Promise<void> {
    return this.inspections.discard(inspection);
  }

  /** Images of each class that an import with these choices would keep. Throws `inspection-gone`, storage errors. */
  counts(inspection: string, choice: Pick<ImportChoice, 'mends' | 'testFraction'>): Promise<KeptCounts> {
    return this.inspections.use(inspection, ({ staged, folder }) => countImported(staged, folder, choice));
  }

  /**
   * Carries out an import that was inspected. Throws `inspection-gone`, `class-names-invalid` {expected, given},
   * `classes-too-few` {count}, `dataset-empty`, `cancelled`, storage errors; nothing changes then, and it can be tried again.
   */
  async import(inspection: string, wish: ImportWish = {}, signal?: CancelSignal): Promise<DatasetInfo> {
    const id = await this.inspections.use(inspection, (pending) => this.keep(pending, wish, signal));
    await this.inspections.discard(inspection);
    return this.deps.told(id);
  }

  private async keep(pending: Pending, wish: ImportWish, signal?: CancelSignal): Promise<DatasetId> {
    const { mends = mendsByThemselves(pending.warnings), testFraction = TEST_FRACTION, classes = null } = wish;
    const choice: ImportChoice = { mends, testFraction, classes };
    const task = importedTask(pending.staged, choice);
    const id = importId(pending.staged, choice);
    const standing = await this.deps.prepared(id);
    if (standing) await this.deps.imported.rename(id, wish);
    else await this.carryOut(pending, choice, { id, task, name: wish.name ?? nameOf(pending.origin) }, signal);
    return id;
  }

  /** A file or folder named on the command line: MNIST itself if it is that, else an import. */
  async importPath(
    source: string,
    wish: ImportWish & InspectOptions = {},
  ): Promise<{ info: DatasetInfo } & Pick<Inspection, 'skipped' | 'warnings'>> {
    if (await this.deps.mnist.isIn(source)) {
      await this.deps.tasks.run('mnist', 'import', (handle) => this.deps.mnist.prepareFrom(source, handle));
      return { info: await this.deps.told('mnist'), skipped: [], warnings: [] };
    }
    const { id, set, sets, skipped, warnings } = await this.inspect(source, wish);
    if (set === null) throw new AppError('several-data-sets', { choices: sets.map(({ name }) => name) });
    try {
      return { info: await this.import(id, wish, wish.signal), skipped, warnings };
    } finally {
      await this.discard(id);
    }
  }

  /**
   * Images of a file, folder or archive, for something else than a data set: as they are mended. Throws
   * `several-data-sets` {choices}, what `inspect` throws, and what `work` throws.
   */
  async samplesOf<T>(source: string, options: InspectOptions, work: (found: FoundSamples) => Promise<T>): Promise<T> {
    const { id, set, sets, skipped } = await this.inspect(source, options);
    if (set === null) throw new AppError('several-data-sets', { choices: sets.map(({ name }) => name) });
    try {
      return await this.inspections.use(id, (pending) => {
        const mends = sampleMends(pending);
        return work({ count: pending.staged.count, mends, skipped, samples: mendedSamples(pending, mends) });
      });
    } finally {
      await this.discard(id);
    }
  }

  close(): Promise<void> {
    return this.inspections.close();
  }

  /** Puts a staged data set into its place, as a task with progress that can be cancelled. */
  private async carryOut(
    pending: Pending,
    choice: ImportChoice,
    { id, task, name }: Pick<Prepared, 'id' | 'task' | 'name'>,
    signal?: CancelSignal,
  ): Promise<void> {
    const { env, tasks, imported } = this.deps;
    const { framing } = pending.staged;
    const about = { id, name, kind: 'imported', task, framing, origin: pending.origin } as const;
    const cancel = (): void => tasks.cancel(id);
    const total = totalsOf(pending.staged.counts).reduce((sum, count) => sum + count, 0);
    imported.announce({ ...about, trainCount: total, testCount: 0 });
    signal?.addEventListener('abort', cancel);
    try {
      await tasks.run(id, 'import', ({ signal: cancelled, progress }) => {
        const own: TaskHandle = {
          signal: cancelled,
          progress: (change) => progress({ ...change, inspection: pending.id }),
        };
        own.progress({});
        return buildPrepared(
          path.join(env.storageFolder, 'datasets', id),
          scratchFolder(env.storageFolder),
          { ...about, stamp: '', mends: [...choice.mends], createdAt: env.now() },
          (files) => writeImported(pending.staged, pending.folder, choice, files, own),
        );
      });
    } catch (error) {
      tasks.forgetFailure(id);
      imported.withdraw(id);
      await this.deps.withdrawn(id);
      throw error;
    } finally {
      imported.withdraw(id);
      signal?.removeEventListener('abort', cancel);
    }
  }
}
