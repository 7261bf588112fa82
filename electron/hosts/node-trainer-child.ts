import { fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import { processTransport } from '../../shared/rpc/process.ts';
import type { Logger, TrainerChild } from '../environment.ts';
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
 * Starts the trainer as a child on plain Node: the web host's and the CLI's way, and the window's for WebGPU.
 *
 * The child leads a process group of its own, so that Ctrl+C in a terminal reaches only the host, which then ends the
 * run with a checkpoint. It goes when its channel to us closes, however we die (see trainer/end-with-host.ts).
 */
export function launchNodeTrainer({ script, log, env, node }: NodeTrainerOptions): TrainerChild {
  const child = fork(script, [], {
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: process.platform !== 'win32',
    execArgv: [],
    ...(node === undefined ? {} : { execPath: node }),
    env: { ...trainerEnvironment(process.env), ...env },
  });
  logLines(child.stdout, log);
  logLines(child.stderr, log);
  // More than one may come: what could not be started or sent to, then what could not be killed.
  child.on('error', (error) => log.error('trainer process', { error: error.message }));
  return {
    transport: processTransport(child),
    pid: child.pid,
    onExit(listener) {
      child.once('exit', listener);
      // What could not be started at all has no exit.
      child.once('error', () => void (child.pid === undefined && listener(null, null)));
    },
    kill: () => void child.kill('SIGKILL'),
  };
}

/** What the trainer prints (TensorFlow writes to stderr) goes to the host's log, line by line. */
export function logLines(stream: NodeJS.ReadableStream | null, log: Logger): void {
  if (stream) createInterface({ input: stream }).on('line', (line) => log.info('trainer', { line }));
}
