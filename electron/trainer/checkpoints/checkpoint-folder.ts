import { promises as fs } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import { storageError, writeAtomic } from '../../files/atomic-write.ts';
import { namesIn } from '../../files/names-in.ts';
import { readWhole } from '../../files/read-whole.ts';
import { decodeSafetensors, encodeSafetensors, type NamedTensor } from '../formats/safetensors.ts';
import { decodeCheckpoint, encodeCheckpoint, type Checkpoint, type StoredCheckpoint } from './checkpoint.ts';

const KEPT = 2;
/** The two kept checkpoints may each refer to another best epoch; a third may come from steps that a resume repeats. */
const KEPT_BEST = 3;

/**
 * A run's checkpoints/: `step-000000123.safetensors`, the newest two, and `best-000000100.safetensors`, the weights of
 * the best epochs that those refer to.
 */
export class CheckpointFolder {
  readonly folder: string;

  constructor(runFolder: string) {
    this.folder = path.join(runFolder, 'checkpoints');
  }

  /** Writes it, then removes what is not needed any more. Throws `disk-full`, `storage-denied`, `storage-failed`. */
  async save(checkpoint: Checkpoint): Promise<void> {
    await writeAtomic(this.file('step', checkpoint.position.step), encodeCheckpoint(checkpoint));
    await this.prune();
  }

  /**
   * The newest whole checkpoint at or before `upTo`, and the names of newer ones that are damaged.
   * Null if there is none at all; `checkpoint-torn` if there are some and all are damaged.
   */
  async newest(upTo = Infinity): Promise<{ checkpoint: StoredCheckpoint; damaged: string[] } | null> {
    const steps = (await this.steps('step')).filter((step) => step <= upTo);
    const damaged: string[] = [];
    for (const step of steps) {
      const file = this.file('step', step);
      try {
        return { checkpoint: decodeCheckpoint(await readWhole(file), file), damaged };
      } catch (error) {
        if (!(error instanceof AppError && error.code === 'checkpoint-torn')) throw storageError(error, file);
        damaged.push(path.basename(file));
      }
    }
    if (damaged.length > 0) throw new AppError('checkpoint-torn', { file: damaged });
    return null;
  }

  async saveBest(step: number, tensors: readonly NamedTensor[]): Promise<void> {
    await writeAtomic(this.file('best', step), encodeSafetensors({ tensors, metadata: {} }));
  }

  async readBest(step: number): Promise<readonly NamedTensor[]> {
    const file = this.file('best', step);
    try {
      return decodeSafetensors(await readWhole(file)).tensors;
    } catch (error) {
      throw new AppError('checkpoint-torn', { file }, error);
    }
  }

  /** Removes all checkpoints: the run starts from the beginning. */
  async clear(): Promise<void> {
    await this.remove(await this.steps('step'), 'step');
    await this.remove(await this.steps('best'), 'best');
  }

  private async prune(): Promise<void> {
    await this.remove((await this.steps('step')).slice(KEPT), 'step');
    await this.remove((await this.steps('best')).slice(KEPT_BEST), 'best');
  }

  private file(kind: 'step' | 'best', step: number): string {
    return path.join(this.folder, `${kind}-${String(step).padStart(9, '0')}.safetensors`);
  }

  /** The steps of all files of a kind, newest first. */
  private async steps(kind: 'step' | 'best'): Promise<number[]> {
    const pattern = new RegExp(`^${kind}-(\\d{9,})\\.safetensors$`);
    const names = await namesIn(this.folder);
    const steps = names.flatMap((name) => {
      const match = pattern.exec(name);
      return match ? [Number(match[1])] : [];
    });
    return steps.sort((a, b) => b - a);
  }

  private async remove(steps: readonly number[], kind: 'step' | 'best'): Promise<void> {
    for (const step of steps) await fs.rm(this.file(kind, step), { force: true });
  }
}
