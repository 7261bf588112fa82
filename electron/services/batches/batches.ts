import path from 'node:path';
import { AppError, toErrorData } from '../../../shared/contract/errors.ts';
import {
  batchIdSchema,
  type BatchId,
  type BatchInfo,
  type BatchRecord,
  type UnreadableBatch,
} from '../../../shared/contract/schemas/batch.ts';
import type { HandId } from '../../../shared/contract/schemas/hand.ts';
import { Emitter } from '../../../shared/emitter.ts';
import type { HostEnvironment } from '../../environment.ts';
import { makeStorageFolder, writeAtomic } from '../../files/atomic-write.ts';
import { isIn } from '../../files/is-in.ts';
import { lockHolder } from '../../files/lock-file.ts';
import { ReaderLink } from '../../reader-link/reader-link.ts';
import type { FieldReader } from '../forms/page-reader.ts';
import { Turns } from '../turns.ts';
import { batchFiles, newBatchId, readSourceFiles, writeSourceFiles } from './batch-folder.ts';
import { infoOf } from './batch-info.ts';
import { BatchSitting, type SittingEnd } from './batch-sitting.ts';
import { BatchStore, type StoredBatch } from './batch-store.ts';
import type { NewDecision } from './decision-log.ts';
import { kept, listFiles } from './source-files.ts';

export interface BatchesDependencies {
  readonly env: Pick<HostEnvironment, 'host' | 'storageFolder' | 'now' | 'log' | 'launchReader'>;
  readonly read: FieldReader;
}

/** What a batch is begun with. */
export interface NewBatch extends Pick<BatchRecord, 'name' | 'form' | 'model' | 'key'> {
  /** The scan of the empty form, as a PNG. */
  readonly scan: Uint8Array;
  /** A folder of pictures, or a file of pages. */
  readonly source: string;
}

/** A batch that this host is reading. */
interface Live {
  readonly sitting: BatchSitting;
  /** Resolves when it has ended, is written down and released. */
  readonly left: Promise<void>;
}

/**
 * Filled forms that are read into a table. A batch is a folder: batch.json, the template's scan, and logs that only grow. One host at a time
 * reads a batch; any host may decide what its unsure fields are, meanwhile too.
 */
export class Batches {
  readonly onChanged: Emitter<BatchInfo>;
  readonly onPages: Emitter<{ batch: BatchId; pages: number[] }>;
  readonly onRemoved: Emitter<{ id: BatchId }>;
  readonly store: BatchStore;
  /** What reads fields. */
  readonly read: FieldReader;
  private readonly deps: BatchesDependencies;
  private readonly live = new Map<BatchId, Live>();
  private readonly turns = new Turns<BatchId>();
  /** Changes of a record, each of which begins with the one before: a sitting ends, and writes that down, in nobody's turn. */
  private readonly records = new Turns<BatchId>();
  private readonly uploads: string;
  private closed = false;

  constructor(deps: BatchesDependencies) {
    const { env } = deps;
    const onError = (thrown: unknown): void => env.log.error('listener', { thrown: String(thrown) });
    this.deps = deps;
    this.read = deps.read;
    this.uploads = path.join(env.storageFolder, 'uploads');
    this.store = new BatchStore(env.storageFolder, lockHolder(env.host));
    this.onChanged = new Emitter(onError);
    this.onPages = new Emitter(onError);
    this.onRemoved = new Emitter(onError);
  }

  /** Whether this host is reading one. */
  isActive(): boolean {
    return this.live.size > 0;
  }

  /** Newest first, and those that cannot be read. */
  async list(): Promise<{ batches: BatchInfo[]; unreadable: UnreadableBatch[] }> {
    const [batches, unreadable]: [BatchInfo[], UnreadableBatch[]] = [[], []];
    for (const name of await this.store.names()) {
      const id = batchIdSchema.safeParse(name);
      if (!id.success) continue;
      try {
        batches.push(await this.get(id.data));
      } catch (thrown) {
        const { code, params } = toErrorData(thrown);
        if (code !== 'batch-not-found') unreadable.push({ id: id.data, error: { code, params } });
      }
    }
    return {
      batches: batches.sort((a, b) => b.createdAt - a.createdAt),
      unreadable: unreadable.sort((a, b) => b.id.localeCompare(a.id)),
    };
  }

  /** Throws `batch-not-found` {id}, `file-torn`, `file-newer`, storage errors; so all that follow. */
  async get(id: BatchId): Promise<BatchInfo> {
    const stored = await this.store.find(id);
    const files = await readSourceFiles(this.store.folderOf(id)).catch(() => null);
    const isCounted = files?.every(({ parts }) => parts !== null) ?? false;
    const total = files && isCounted ? files.reduce((sum, { parts }) => sum + (parts ?? 0), 0) : null;
    return infoOf(stored, total, this.live.get(id)?.sitting);
  }

  find(id: BatchId): Promise<StoredBatch> {
    return this.store.find(id);
  }

  /** Makes a batch and begins with it. Throws `form-fieldless` {name}, what `listFiles` throws, storage errors. */
  async start({ scan, source, name, form, model, key }: NewBatch): Promise<BatchInfo> {
    if (form.fields.length === 0) throw new AppError('form-fieldless', { name: form.name });
    const found = await listFiles(source);
    const { env } = this.deps;
    const createdAt = env.now();
    const id = newBatchId(createdAt);
    const record: BatchRecord = {
      ...{ version: 1, id, name, form, model, key, status: 'running', createdAt, error: null },
      // What is uploaded goes with its connection: it is kept in the batch, and nothing is looked for there again.
      source: (await isIn(this.uploads, source)) ? null : path.resolve(source),
    };
    return this.turns.take(id, async () => {
      const folder = this.store.folderOf(id);
      makeStorageFolder(folder, 0o700);
      try {
        await writeAtomic(batchFiles(folder).scan, [scan]);
        await writeSourceFiles(folder, await kept(found, this.uploads, batchFiles(folder).uploads));
        await this.store.lock(id);
        // The record comes last: a folder with one is whole.
        await this.store.write(record);
        return await this.begin(record, false);
      } catch (thrown) {
        if (!this.live.has(id)) await this.store.drop(id);
        throw thrown;
      }
    });
  }

  /** Goes on where it was; `retry`: with pages of which nothing was read, too. Throws `batch-running` {id}, `batch-held` {id, pid}. */
  resume(id: BatchId, retry = false): Promise<BatchInfo> {
    return this.turns.take(id, async () => {
      if (this.live.has(id)) throw new AppError('batch-running', { id });
      await this.store.lock(id);
      try {
        const { record } = await this.store.find(id);
        const going: BatchRecord = { ...record, status: 'running', error: null };
        await this.store.write(going);
        return await this.begin(going, retry);
      } catch (thrown) {
        await this.store.unlock(id).catch(() => undefined);
        throw thrown;
      }
    });
  }

  /** Resolves when the page that is being read is kept. Throws `batch-not-running` {id}, `batch-held` {id, pid}. */
  pause(id: BatchId): Promise<BatchInfo> {
    return this.turns.take(id, async () => {
      if (!this.live.has(id)) {
        const { heldBy } = await this.store.find(id);
        throw heldBy === null
          ? new AppError('batch-not-running', { id })
          : new AppError('batch-held', { id, pid: String(heldBy) });
      }
      await this.endLive(id, 'paused');
      return this.get(id);
    });
  }

  /** Throws `batch-held` {id, pid} while another host reads it. */
  rename(id: BatchId, name: string): Promise<BatchInfo> {
    return this.change(id, (record) => ({ ...record, name }));
  }

  /** Pauses it first if it is going. Throws `batch-held` {id, pid}. */
  remove(id: BatchId): Promise<void> {
    return this.turns.take(id, async () => {
      await this.endLive(id, 'paused');
      await this.store.discard(id);
      this.onRemoved.emit({ id });
    });
  }

  restore(id: BatchId): Promise<BatchInfo> {
    return this.turns.take(id, async () => {
      if (!this.live.has(id)) await this.store.restore(id);
      return this.tell(id);
    });
  }

  /** What fields are, all or none. Throws `batch-page-not-found` {page} for a page that was not read, or has no such field. */
  async decide(id: BatchId, decisions: readonly NewDecision[]): Promise<BatchInfo> {
    await this.store.find(id);
    await this.store.deciding(id, async () => {
      const { pages, decisions: log, record } = await this.store.find(id);
      const known = new Set(record.form.fields.map((field) => field.id));
      for (const { page, field } of decisions) {
        const entry = pages.entries.get(page);
        if (!entry || entry.isFailed || !known.has(field))
          throw new AppError('batch-page-not-found', { page: page + 1 });
      }
      await log.append(decisions, this.deps.env.now());
    });
    this.onPages.emit({ batch: id, pages: [...new Set(decisions.map(({ page }) => page))] });
    return this.tell(id);
  }

  /** Writes down that a hand has learnt signs of it. Throws `batch-held` {id, pid} while another host reads it. */
  learnt(id: BatchId, hand: HandId, heldOut: boolean): Promise<BatchInfo> {
    return this.change(id, (record) => ({
      ...record,
      learnt: [...(record.learnt ?? []), { hand, at: this.deps.env.now(), heldOut }],
    }));
  }

  /** Resolves when a batch that this host reads has ended; at once for one that it does not. */
  async ended(id: BatchId): Promise<BatchInfo> {
    await this.live.get(id)?.left;
    return this.get(id);
  }

  /** The host is going: what is being read can be resumed. */
  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.live.keys()].map((id) => this.endLive(id, 'interrupted')));
  }

  private change(id: BatchId, to: (record: BatchRecord) => BatchRecord): Promise<BatchInfo> {
    return this.turns.take(id, async () => {
      const write = async (): Promise<void> => this.store.write(to((await this.store.find(id)).record));
      await this.records.take(id, () => (this.live.has(id) ? write() : this.store.locked(id, write)));
      return this.tell(id);
    });
  }

  private async begin(record: BatchRecord, retry: boolean): Promise<BatchInfo> {
    if (this.closed) throw new AppError('cancelled');
    const { id } = record;
    const { env, read } = this.deps;
    const { pages } = await this.store.find(id);
    const sitting = new BatchSitting({
      ...{ record, pages, read, retry, now: env.now },
      folder: this.store.folderOf(id),
      uploads: this.uploads,
      reader: new ReaderLink({ env }),
      changed: (numbers) => {
        if (numbers.length > 0) this.onPages.emit({ batch: id, pages: [...numbers] });
        void this.tell(id).catch(() => undefined);
      },
    });
    this.live.set(id, { sitting, left: sitting.ended.then((end) => this.leave(id, end)) });
    return this.tell(id);
  }

  /** Writes down how a sitting has ended and lets go of the batch. Never rejects. */
  private async leave(id: BatchId, { status, error }: SittingEnd): Promise<void> {
    const refused = (thrown: unknown): void =>
      this.deps.env.log.error('batch cannot be written', { id, thrown: String(thrown) });
    await this.records.take(id, async () => {
      // Without this, it counts as interrupted.
      await this.store
        .find(id)
        .then(({ record }) => this.store.write({ ...record, status, error }))
        .catch(refused);
      await this.store.unlock(id).catch(refused);
      this.live.delete(id);
    });
    await this.tell(id).catch(refused);
  }

  private async endLive(id: BatchId, status: SittingEnd['status']): Promise<void> {
    const live = this.live.get(id);
    await live?.sitting.stop(status);
    await live?.left;
  }

  private async tell(id: BatchId): Promise<BatchInfo> {
    const info = await this.get(id);
    this.onChanged.emit(info);
    return info;
  }
}
