import type { HostChild, Logger } from '../environment.ts';
import { launchNodeChild } from './node-child.ts';
import { trainerEnvironment } from './trainer-environment.ts';

export interface NodeTrainerOptions {
  /** The trainer's bundle, out/node/trainer.cjs. */
  readonly script: string;
  readonly log: Logger;
  /** Added to this process's own environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Another Node than this process's own. */
  readonly node?: string;
}

/**
 * Starts the trainer as a child on plain Node: the web host's and the CLI's way, and the window's for WebGPU. Ctrl+C reaches
 * only the host, which then ends the run with a checkpoint.
 */
export const launchNodeTrainer = ({ env, ...options }: NodeTrainerOptions): HostChild =>
  launchNodeChild({ ...options, name: 'trainer', env: { ...trainerEnvironment(process.env), ...env } });
