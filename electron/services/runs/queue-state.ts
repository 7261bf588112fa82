import path from 'node:path';
import { z } from 'zod';
import { toErrorData } from '../../../shared/contract/errors.ts';
import type { HostEnvironment } from '../../environment.ts';
import { readJson, writeJson } from '../../files/json-file.ts';

const fileSchema = z.object({ version: z.literal(1), paused: z.boolean() });

/** queue.json: whether the queue is paused, also over a restart. The runs in it tell their own places. */
export class QueueState {
  private readonly file: string;
  private readonly log: HostEnvironment['log'];

  constructor({ storageFolder, log }: Pick<HostEnvironment, 'storageFolder' | 'log'>) {
    this.file = path.join(storageFolder, 'queue.json');
    this.log = log;
  }

  /** A file that cannot be read counts as paused: nothing begins that nobody wants. */
  async read(): Promise<boolean> {
    try {
      return (await readJson(this.file, fileSchema, 1))?.paused ?? false;
    } catch (thrown) {
      this.log.warn('state of the queue cannot be read', { error: toErrorData(thrown).code });
      return true;
    }
  }

  /** Throws storage errors. */
  write(paused: boolean): Promise<void> {
    return writeJson(this.file, { version: 1, paused });
  }
}
