import type { CancelSignal, Client } from '../../shared/contract/define.ts';
import { AppError } from '../../shared/contract/errors.ts';
import { type WorkerCalls, workerCalls, type WorkerEvents, workerEvents } from '../../shared/contract/worker.ts';
import { refuseIfAborted } from '../../shared/rpc/cancel.ts';
import { connect } from '../../shared/rpc/connect.ts';
import type { HostEnvironment } from '../environment.ts';

export type WorkerClient = Client<WorkerCalls, WorkerEvents>;

/**
 * Does `work` with a worker process of its own, which ends with it. Throws what the work throws, `cancelled`, and `worker-crashed` when the
 * process ended over it.
 */
export async function withWorker<T>(
  env: Pick<HostEnvironment, 'launchWorker'>,
  signal: CancelSignal | undefined,
  work: (client: WorkerClient) => Promise<T>,
): Promise<T> {
  refuseIfAborted(signal);
  const child = env.launchWorker();
  const client = connect({ calls: workerCalls, events: workerEvents }, child.transport, {
    // A message that breaks the contract ends the worker, never the host.
    onGarbled: () => child.kill(),
  });
  // A process that could not be started has no channel that closes.
  child.onExit(() => client.close());
  const kill = (): void => child.kill();
  signal?.addEventListener('abort', kill);
  try {
    const result = await work(client);
    refuseIfAborted(signal);
    return result;
  } catch (thrown) {
    if (signal?.aborted) throw new AppError('cancelled', {}, thrown);
    if (thrown instanceof AppError && thrown.code === 'disconnected') throw new AppError('worker-crashed', {}, thrown);
    throw thrown;
  } finally {
    signal?.removeEventListener('abort', kill);
    child.kill();
  }
}
