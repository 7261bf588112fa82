import type { CancelSignal } from '../../shared/contract/define.ts';
import { AppError } from '../../shared/contract/errors.ts';
import { readerCalls, readerEvents } from '../../shared/contract/reader.ts';
import type { Staged } from '../../shared/contract/schemas/import.ts';
import type { Framing } from '../../shared/contract/schemas/task.ts';
import { connect } from '../../shared/rpc/connect.ts';
import type { HostEnvironment } from '../environment.ts';

export interface StageJob {
  readonly path: string;
  readonly folder: string;
  readonly choice: string | null;
  readonly takeFirst: boolean;
  readonly framing: Framing;
}

export interface StageJobOptions {
  readonly signal?: CancelSignal | undefined;
  readonly onProgress?: ((progress: { readonly done: number; readonly total: number | null }) => void) | undefined;
  /** A reader that has told nothing for so long is ended, milliseconds. */
  readonly patience?: number | undefined;
}

const PATIENCE = 60_000;

/**
 * Stages a data set in a reader process of its own, which ends with the work: an import may take minutes and gigabytes, and
 * pictures for the pad must not wait for it. Throws what the reader throws, `cancelled`, `reader-crashed`, and
 * `reader-timeout` {seconds} when the process does not answer any more.
 */
export async function stageInReader(
  env: Pick<HostEnvironment, 'launchReader'>,
  job: StageJob,
  { signal, onProgress, patience = PATIENCE }: StageJobOptions = {},
): Promise<Staged> {
  if (signal?.aborted) throw new AppError('cancelled');
  const child = env.launchReader();
  const client = connect({ calls: readerCalls, events: readerEvents }, child.transport, {
    // A message that breaks the contract ends the reader, never the host.
    onGarbled: () => child.kill(),
  });
  // A process that could not be started has no channel that closes.
  child.onExit(() => client.close());
  let late = false;
  const giveUp = (): void => {
    late = true;
    child.kill();
  };
  let timer = setTimeout(giveUp, patience);
  client.on('data.progress', (progress) => {
    clearTimeout(timer);
    timer = setTimeout(giveUp, patience);
    onProgress?.(progress);
  });
  const kill = (): void => child.kill();
  signal?.addEventListener('abort', kill);
  try {
    return await client.call('data.stage', job);
  } catch (thrown) {
    if (signal?.aborted) throw new AppError('cancelled', {}, thrown);
    if (late) throw new AppError('reader-timeout', { seconds: patience / 1000 }, thrown);
    if (thrown instanceof AppError && thrown.code === 'disconnected') throw new AppError('reader-crashed', {}, thrown);
    throw thrown;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', kill);
    child.kill();
  }
}
