import { randomBytes } from 'node:crypto';
import { promises as fs } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import type { EvaluationId } from '../../../shared/contract/schemas/evaluation.ts';
import { floatsFromBytes, placesFromBytes, placesToBytes } from '../../../shared/data/number-bytes.ts';
import type { Answers } from '../../../shared/evaluation/answers.ts';
import { storageError, writeAtomic } from '../../files/atomic-write.ts';
import { sha256Of } from '../../files/content-hash.ts';
import { withFolderLock } from '../../files/folder-lock.ts';
import { hostFolder } from '../../files/host-folder.ts';
import { readJson, writeJson } from '../../files/json-file.ts';
import { makeFolder } from '../../files/make-folder.ts';
import { namesIn } from '../../files/names-in.ts';
import { readWhole } from '../../files/read-whole.ts';
import { removeFolder, replaceFolder } from '../../files/replace-folder.ts';
import { type KeptMap, keptMapSchema } from './kept-map.ts';
import {
  evaluationFiles,
  readRecord,
  type EvaluationRecord,
  type RobustnessRecord,
  robustnessRecordSchema,
} from './record.ts';

/** What is kept of an evaluation, read back. */
export interface KeptEvaluation {
  readonly record: EvaluationRecord;
  readonly answers: Answers;
  /** Null: every image of the split. */
  readonly places: Uint32Array | null;
}

/** Where hosts make evaluations, inside the evaluations' folder; swept at the start of one. */
export const MAKING = 'making';

/** The folder evaluations/ of a storage: each evaluation a folder that a person may delete. */
export class EvaluationStore {
  private readonly folder: string;

  constructor(storage: string) {
    this.folder = path.join(storage, 'evaluations');
  }

  /** Newest first; what cannot be read is left out. */
  async list(): Promise<EvaluationRecord[]> {
    const names = await namesIn(this.folder);
    const records = await Promise.all(names.map((name) => readRecord(path.join(this.folder, name))));
    return records.filter((record) => record !== null).sort((a, b) => b.info.createdAt - a.info.createdAt);
  }

  /** Null where there is none, or where a file of it is missing or not what was written: it is then to be made again. */
  async read(id: EvaluationId): Promise<KeptEvaluation | null> {
    const record = await readRecord(this.folderOf(id));
    if (!record) return null;
    const files = evaluationFiles(this.folderOf(id));
    const { count, task } = record.info;
    const [logits, known, listed] = await Promise.all([
      readChecked(files.logits, record.answers.logits, 4 * count * task.classes.length),
      record.answers.known === null ? null : readChecked(files.known, record.answers.known, 4 * count),
      record.all ? null : readWhole(files.places).catch(() => 'damaged' as const),
    ]);
    if (logits === 'damaged' || known === 'damaged' || listed === 'damaged') return null;
    const places = listed && placesFromBytes(listed);
    if (places && places.length !== count) return null;
    const answers = { count, classes: task.classes.length, logits: floatsFromBytes(logits!) };
    return { record, places, answers: { ...answers, known: known && floatsFromBytes(known) } };
  }

  /** Changes whenever a file of an evaluation does; null where it is not whole. What is read once is good for as long as this is the same. */
  async version(id: EvaluationId): Promise<string | null> {
    const { record, logits } = evaluationFiles(this.folderOf(id));
    const stats = await Promise.all([record, logits].map((file) => fs.stat(file))).catch(() => null);
    return stats && stats.map(({ mtimeMs, size, ino }) => `${mtimeMs}-${size}-${ino}`).join('/');
  }

  /** A folder to write answers into, for `keep` or `discard`. Throws storage errors. */
  async scratch(): Promise<string> {
    const folder = path.join(hostFolder(path.join(this.folder, MAKING)), randomBytes(8).toString('hex'));
    try {
      makeFolder(folder);
    } catch (error) {
      throw storageError(error, folder);
    }
    return folder;
  }

  /** Puts what was made in a scratch folder in its place, whole. `places`: the images that were read, null for all of the split. Throws storage errors. */
  async keep(scratch: string, record: EvaluationRecord, places: Uint32Array | null): Promise<void> {
    const folder = this.folderOf(record.info.id);
    const files = evaluationFiles(scratch);
    try {
      if (places) await writeAtomic(files.places, [placesToBytes(places)]);
      await writeJson(files.record, record);
      await withFolderLock(folder, () => replaceFolder(scratch, folder));
    } catch (error) {
      throw storageError(error, folder);
    }
  }

  /** Null where none was measured, or what was kept of it cannot be read: it is then to be measured again. */
  robustness(id: EvaluationId): Promise<RobustnessRecord | null> {
    return readJson(evaluationFiles(this.folderOf(id)).robustness, robustnessRecordSchema, 1).catch(() => null);
  }

  /**
   * Keeps what `next` makes of what is kept, while nobody else does; of an evaluation that was removed meanwhile nothing is kept.
   * Throws storage errors.
   */
  async keepRobustness(id: EvaluationId, next: (kept: RobustnessRecord | null) => RobustnessRecord): Promise<void> {
    const folder = this.folderOf(id);
    const file = evaluationFiles(folder).robustness;
    try {
      await withFolderLock(folder, async () => {
        if (await readRecord(folder)) await writeJson(file, next(await this.robustness(id)));
      });
    } catch (error) {
      throw storageError(error, file);
    }
  }

  async discard(scratch: string): Promise<void> {
    await fs.rm(scratch, { recursive: true, force: true }).catch(() => undefined);
  }

  /** The map of an evaluation; null where none was made of these answers, or none that is whole. */
  async readMap({
    record,
    rows,
  }: {
    readonly record: EvaluationRecord;
    readonly rows: Uint32Array;
  }): Promise<KeptMap | null> {
    const { map } = evaluationFiles(this.folderOf(record.info.id));
    const kept = await readJson(map, keptMapSchema, 1).catch(() => null);
    return kept?.answers === record.answers.logits && kept.rows.every((row) => row < rows.length) ? kept : null;
  }

  /** Throws `evaluation-not-found` {id} if it was removed meanwhile, and storage errors. */
  async keepMap({ info: { id } }: EvaluationRecord, map: KeptMap): Promise<void> {
    const folder = this.folderOf(id);
    await withFolderLock(folder, async () => {
      if (!(await readRecord(folder))) throw new AppError('evaluation-not-found', { id });
      await writeAtomic(evaluationFiles(folder).map, [new TextEncoder().encode(JSON.stringify(map))]);
    }).catch((error: unknown) => {
      throw storageError(error, folder);
    });
  }

  /** Throws storage errors. */
  async remove(id: EvaluationId): Promise<void> {
    const folder = this.folderOf(id);
    try {
      const aside = await this.scratch();
      await this.discard(aside);
      await withFolderLock(folder, () => removeFolder(folder, aside), { makesRoom: true });
    } catch (error) {
      throw storageError(error, folder);
    }
  }

  private folderOf(id: EvaluationId): string {
    return path.join(this.folder, id);
  }
}

async function readChecked(file: string, sha256: string, size: number): Promise<Uint8Array | 'damaged'> {
  const bytes = await readWhole(file).catch(() => null);
  return bytes?.length === size && sha256Of(bytes) === sha256 ? bytes : 'damaged';
}
