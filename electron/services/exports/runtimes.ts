import type { CallInput, CallOutput, CancelSignal } from '../../../shared/contract/define.ts';
import { AppError, fromErrorData } from '../../../shared/contract/errors.ts';
import type { ForeignFormat } from '../../../shared/contract/schemas/export.ts';
import type { WorkerCalls } from '../../../shared/contract/worker.ts';
import { refuseIfAborted } from '../../../shared/rpc/cancel.ts';
import type { HostEnvironment } from '../../environment.ts';
import { TrainerProcess } from '../../trainer-link/trainer-process.ts';
import { withWorker } from '../../worker-link/with-worker.ts';

/** Reads with an export by the runtime of its format: see shared/contract/export-reading.ts. */
export type ReadExport = (
  input: CallInput<WorkerCalls, 'export.read'>,
) => Promise<CallOutput<WorkerCalls, 'export.read'>>;

type Environment = Pick<HostEnvironment, 'launchWorker' | 'launchTrainer' | 'libraryFolder'>;

/** Formats that TensorFlow or TensorFlow.js reads. */
const OF_TENSORFLOW: ReadonlySet<ForeignFormat> = new Set(['tfjs', 'savedmodel']);

/** How long TensorFlow may take to load, milliseconds. */
const PATIENCE = 120_000;

/**
 * Does `work` with a format's runtime in a process of its own, which ends with it: a file that it cannot take ends neither a run nor the
 * studio. Throws what the work throws, `cancelled`, `worker-crashed` or `trainer-crashed` {reason} when the process ended over it, and what
 * keeps TensorFlow from loading.
 */
export const withRuntime = <T>(
  env: Environment,
  format: ForeignFormat,
  signal: CancelSignal | undefined,
  work: (read: ReadExport) => Promise<T>,
): Promise<T> =>
  OF_TENSORFLOW.has(format)
    ? withTensorflow(env, signal, work)
    : withWorker(env, signal, (client) => work((input) => client.call('export.read', input)));

async function withTensorflow<T>(
  env: Environment,
  signal: CancelSignal | undefined,
  work: (read: ReadExport) => Promise<T>,
): Promise<T> {
  refuseIfAborted(signal);
  const child = new TrainerProcess(env.launchTrainer('tensorflow'));
  const kill = (): void => child.kill();
  signal?.addEventListener('abort', kill);
  try {
    await child.load({ engine: 'cpu', libraryFolder: env.libraryFolder }, PATIENCE);
    const result = await work((input) => child.client.call('export.read', input));
    refuseIfAborted(signal);
    return result;
  } catch (thrown) {
    if (signal?.aborted) throw new AppError('cancelled', {}, thrown);
    if (thrown instanceof AppError && thrown.code === 'disconnected') throw fromErrorData(await child.failure());
    throw thrown;
  } finally {
    signal?.removeEventListener('abort', kill);
    child.stop();
  }
}
