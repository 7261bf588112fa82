import type { HostChild, Logger } from '../environment.ts';
import { launchNodeChild } from './node-child.ts';

export interface NodeWorkerOptions {
  /** The worker's bundle, out/node/worker.cjs. */
  readonly script: string;
  readonly log: Logger;
  /** Another Node than this process's own. */
  readonly node?: string;
}

/** Starts a process for one long calculation as a child on plain Node. */
export const launchNodeWorker = (options: NodeWorkerOptions): HostChild =>
  launchNodeChild({ ...options, name: 'worker', env: process.env });
