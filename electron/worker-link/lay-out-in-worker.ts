import type { CancelSignal } from '../../shared/contract/define.ts';
import { floatsFromBytes } from '../../shared/data/number-bytes.ts';
import type { HostEnvironment } from '../environment.ts';
import { withWorker } from './with-worker.ts';

export interface LayOutJob {
  /** The file of features: see the call `map.layOut`. */
  readonly features: string;
  readonly width: number;
  readonly count: number;
}

/** Lays images out in a worker process of its own: x and y of each. Throws what the worker and `withWorker` throw. */
export const layOutInWorker = (
  env: Pick<HostEnvironment, 'launchWorker'>,
  job: LayOutJob,
  { signal, onProgress }: { readonly signal: CancelSignal; readonly onProgress: (share: number) => void },
): Promise<Float32Array> =>
  withWorker(env, signal, async (client) => {
    client.on('work.progress', ({ share }) => onProgress(share));
    const { points } = await client.call('map.layOut', job);
    return floatsFromBytes(points);
  });
