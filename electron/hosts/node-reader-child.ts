import type { HostChild, Logger } from '../environment.ts';
import { launchNodeChild } from './node-child.ts';

export interface NodeReaderOptions {
  /** The reader's bundle, out/node/reader.cjs. */
  readonly script: string;
  readonly log: Logger;
  /** Added to this process's own environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Another Node than this process's own. */
  readonly node?: string;
}

/** Starts the reader of files from outside as a child on plain Node. */
export const launchNodeReader = ({ env, ...options }: NodeReaderOptions): HostChild =>
  launchNodeChild({ ...options, name: 'reader', env: { ...process.env, ...env } });
