import path from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import type { DataChoice, DatasetId } from '../../../shared/contract/schemas/dataset.ts';
import type { DataFiles } from '../../../shared/contract/trainer.ts';
import { dataFiles, type Prepared, readPrepared } from './prepared.ts';
import { stateFolder } from './sources/hands.ts';
import type { DatasetSource } from './sources/source.ts';
import type { Tasks } from './tasks.ts';

/** A data set that the trainer can read. */
interface Ready {
  readonly folder: string;
  readonly record: Prepared;
}

/** How often a data set is made anew that goes on changing while it is made. */
const MOST_TRIES = 5;

/**
 * Makes data sets ready: each in a folder of the storage's datasets/, by its source and as a task that is told. A hand changes
 * while runs read it, and has a folder for each state that a run was started with.
 */
export class Preparing {
  private readonly storage: string;
  private readonly sources: readonly DatasetSource[];
  private readonly tasks: Tasks;

  constructor(storage: string, sources: readonly DatasetSource[], tasks: Tasks) {
    this.storage = storage;
    this.sources = sources;
    this.tasks = tasks;
  }

  sourceOf(id: string): DatasetSource | undefined {
    return this.sources.find((source) => source.has(id));
  }

  /** Of a data set's present state, or of `record`'s. */
  async folderOf(id: string, record?: Prepared): Promise<string> {
    const name = await this.sourceOf(id)?.folderName?.(id, record);
    return path.join(this.storage, 'datasets', name ?? id);
  }

  /** What stands ready of a data set's present state; null if nothing does. */
  async prepared(id: string): Promise<Prepared | null> {
    const folder = await this.folderOf(id).catch(() => null);
    const record = folder === null ? null : await readPrepared(folder);
    return record && this.sourceOf(id)?.isCurrent(record) ? record : null;
  }

  /** A data set that is ready, made so now if that needs no network. Throws `dataset-not-found` {id}, and why it cannot be made. */
  async ready(id: string): Promise<Ready> {
    for (let tries = 1; ; tries++) {
      const known = await this.prepared(id);
      if (known) return { folder: await this.folderOf(id, known), record: known };
      const source = this.sourceOf(id);
      if (!source) throw new AppError('dataset-not-found', { id });
      const { task, work } = await source.making(id);
      const record = await this.tasks.run(id, task, work);
      const folder = await this.folderOf(id, record);
      // What was being made when this began may be older than what was added meanwhile.
      if (folder === (await this.folderOf(id)) || tries === MOST_TRIES) return { folder, record };
    }
  }

  /**
   * Makes the data sets' files ready for the trainer, in order. `states`: which state of a hand, if not the present one.
   * Throws the first error; `dataset-state-gone` {name} for a state whose files were removed.
   */
  async files(
    ids: readonly string[],
    wish: { readonly cancelled: boolean } = { cancelled: false },
    states: DataChoice['states'] = {},
  ): Promise<DataFiles[]> {
    const files: DataFiles[] = [];
    for (const id of ids) {
      if (wish.cancelled) throw new AppError('cancelled');
      const state = states[id];
      const { folder, record } = state === undefined ? await this.ready(id) : await this.readyAt(id, state);
      files.push(dataFiles(folder, record));
    }
    return files;
  }

  /** The present states of the hands among these, made ready; undefined where there is no hand. */
  async statesOf(ids: readonly DatasetId[]): Promise<DataChoice['states']> {
    const hands = ids.filter((id) => this.sourceOf(id)?.folderName);
    if (hands.length === 0) return undefined;
    const states = hands.map(async (id) => [id, (await this.ready(id)).record.stamp] as const);
    return Object.fromEntries(await Promise.all(states));
  }

  /** As `ready`, of an earlier state. */
  private async readyAt(id: string, state: string): Promise<Ready> {
    const folder = path.join(this.storage, 'datasets', stateFolder(id, state));
    const record = await readPrepared(folder);
    if (record) return { folder, record };
    // The present one can be made again, if it is that.
    const present = await this.ready(id);
    if (present.folder === folder) return present;
    throw new AppError('dataset-state-gone', { name: present.record.name });
  }
}
