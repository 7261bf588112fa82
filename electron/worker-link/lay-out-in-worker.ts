import type { CancelSignal } from '../../shared/contract/define.ts';
import { AppError } from '../../shared/contract/errors.ts';
import { workerCalls, workerEvents } from '../../shared/contract/worker.ts';
import { floatsFromBytes } from '../../shared/data/number-bytes.ts';
import { refuseIfAborted } from '../../shared/rpc/cancel.ts';
import { connect } from '../../shared/rpc/connect.ts';
import type { HostEnvironment } from '../environment.ts';

export interface LayOutJob {
  /** The file of features: see the call `map.layOut`. */
  readonly features: string;
  readonly width: number;
  readonly count: number;
}

/**
 * Lays images out in a worker process of its own, which ends with the work: x and y of each. Throws what the worker throws,
 * `cancelled`, and `worker-crashed` when the process ended over it.
 */
export async function layOutInWorker(
  env: Pick<HostEnvironment, 'launchWorker'>,
  job: LayOutJob,
  { signal, onProgress }: { readonly signal: CancelSignal; readonly onProgress: (share: number) => void },
): Promise<Float32Array> {
  refuseIfAborted(signal);
  const child = env.launchWorker();
  const client = connect({ calls: workerCalls, events: workerEvents }, child.transport, {
    // A message that breaks the contract ends the worker, never the host.
    onGarbled: () => child.kill(),
  });
  // A process that could not be started has no channel that closes.
  child.onExit(() => client.close());
  client.on('work.progress', ({ share }) => onProgress(share));
  const kill = (): void => child.kill();
  signal.addEventListener('abort', kill);
  try {
    const { points } = await client.call('map.layOut', job);
    refuseIfAborted(signal);
    return floatsFromBytes(points);
  } catch (thrown) {
    if (signal.aborted) throw new AppError('cancelled', {}, thrown);
    if (thrown instanceof AppError && thrown.code === 'disconnected') throw new AppError('worker-crashed', {}, thrown);
    throw thrown;
  } finally {
    signal.removeEventListener('abort', kill);
    child.kill();
  }
}
