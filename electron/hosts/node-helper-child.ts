import type { HostChild, Logger } from '../environment.ts';
import { launchNodeChild } from './node-child.ts';

export interface NodeHelperOptions {
  /** The helper's bundle, out/node/reader.cjs or worker.cjs. */
  readonly script: string;
  readonly log: Logger;
  /** Added to this process's own environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Another Node than this process's own. */
  readonly node?: string;
}

const launcher =
  (name: string) =>
  ({ env, ...options }: NodeHelperOptions): HostChild =>
    launchNodeChild({ ...options, name, env: { ...process.env, ...env } });

/** Starts the reader of files from outside as a child on plain Node. */
export const launchNodeReader = launcher('reader');
/** Starts a process for one long calculation likewise. */
export const launchNodeWorker = launcher('worker');
