import type { CallInput, CallOutput, CancelSignal } from '../../shared/contract/define.ts';
import { AppError } from '../../shared/contract/errors.ts';
import { readerCalls, readerEvents, type ReaderCalls } from '../../shared/contract/reader.ts';
import { connect } from '../../shared/rpc/connect.ts';
import type { HostEnvironment } from '../environment.ts';

export interface AloneOptions {
  readonly signal?: CancelSignal | undefined;
  readonly onProgress?: ((progress: { readonly done: number; readonly total: number | null }) => void) | undefined;
  /** A reader that has told nothing for so long is ended, milliseconds. */
  readonly patience?: number | undefined;
}

const PATIENCE = 60_000;

/**
 * Has a call answered by a reader process of its own, which ends with the work: what may take minutes and gigabytes keeps nobody
 * waiting, and what a file does to the process is over with it. Throws what the call throws, `cancelled`, `reader-crashed`, and
 * `reader-timeout` {seconds} when the process does not answer any more.
 */
export async function callAlone<N extends keyof ReaderCalls & string>(
  env: Pick<HostEnvironment, 'launchReader'>,
  name: N,
  input: CallInput<ReaderCalls, N>,
  { signal, onProgress, patience = PATIENCE }: AloneOptions = {},
): Promise<CallOutput<ReaderCalls, N>> {
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
    return await client.call(name, input);
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
