import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import { importedModelIdSchema, type ModelRef } from '../../../shared/contract/schemas/run-id.ts';
import type { ModelCard } from '../../../shared/contract/schemas/predict.ts';
import type { HostEnvironment } from '../../environment.ts';
import { storageError } from '../../files/atomic-write.ts';
import { makeFolder } from '../../files/make-folder.ts';
import { namesIn } from '../../files/names-in.ts';
import { Trash } from '../../files/trash.ts';
import { checkNames } from '../datasets/check-names.ts';
import { Turns } from '../turns.ts';
import { changeCard, lockedModel } from './model-card.ts';
import { move } from '../../files/move.ts';

/** An id that no model has. */
export const newModelId = (): ModelRef => `model-${randomBytes(8).toString('hex')}`;

/** The models that were imported: models/ID in the storage, each a model folder as a run's is. */
export class ImportedModels {
  private readonly root: string;
  private readonly trash: Trash;
  /** Changes of a card follow one another in the order in which they were asked for; those of other hosts are kept apart by a lock. */
  private readonly turns = new Turns<ModelRef>();

  constructor({ storageFolder }: Pick<HostEnvironment, 'storageFolder'>) {
    this.root = path.join(storageFolder, 'models');
    this.trash = new Trash(storageFolder, 'not-found');
  }

  folderOf(id: ModelRef): string {
    return path.join(this.root, id);
  }

  /** Those whose folders are there; their cards may be torn. Throws storage errors. */
  async ids(): Promise<ModelRef[]> {
    const names = await namesIn(this.root);
    return names.filter((name) => importedModelIdSchema.safeParse(name).success);
  }

  /** Takes a finished model folder in, by moving it. Throws storage errors. */
  async add(finished: string, id: ModelRef = newModelId()): Promise<ModelRef> {
    try {
      makeFolder(this.root);
      await move(finished, this.folderOf(id));
      return id;
    } catch (error) {
      throw storageError(error, this.root);
    }
  }

  /** Throws as `readCard` does, and storage errors. */
  rename(id: ModelRef, name: string): Promise<void> {
    return this.change(id, (card) => ({ ...card, name, spec: { ...card.spec, name } }));
  }

  /** Throws `class-names-invalid` {expected, given} too. */
  nameClasses(id: ModelRef, names: readonly string[]): Promise<void> {
    return this.change(id, (card) => {
      const classes = checkNames(names, card.task.classes.length);
      return { ...card, task: { ...card.task, classes } };
    });
  }

  /** Throws as `readCard` does, and storage errors. */
  setTemperature(id: ModelRef, temperature: number | null): Promise<void> {
    return this.change(id, (card) => ({ ...card, temperature }));
  }

  /** Throws `model-not-found` {folder}, storage errors. */
  remove(id: ModelRef): Promise<void> {
    return this.turns.take(id, async () => {
      const folder = this.folderOf(id);
      // Not while another host writes the card: it would make the folder anew.
      await lockedModel(folder, () => this.trash.put(folder), { makesRoom: true }).catch((error: unknown) => {
        throw this.missing(id, error);
      });
    });
  }

  /** Throws `model-not-found` {folder} where it was removed for good, storage errors. */
  restore(id: ModelRef): Promise<void> {
    return this.turns.take(id, () =>
      this.trash.takeBack(id, this.folderOf(id)).catch((error: unknown) => {
        throw this.missing(id, error);
      }),
    );
  }

  private change(id: ModelRef, work: (card: ModelCard) => ModelCard): Promise<void> {
    return this.turns.take(id, () => changeCard(this.folderOf(id), work));
  }

  private missing(id: ModelRef, error: unknown): unknown {
    const isMissing = error instanceof AppError && error.code === 'not-found';
    return isMissing ? new AppError('model-not-found', { folder: this.folderOf(id) }, error) : error;
  }
}
