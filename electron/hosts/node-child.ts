import { fork } from 'node:child_process';
import { processTransport } from '../../shared/rpc/process.ts';
import type { HostChild, Logger } from '../environment.ts';
import { watchChild } from './watch-child.ts';

export interface NodeChildOptions {
  /** What it is called in the log. */
  readonly name: string;
  /** Its bundle, under out/node. */
  readonly script: string;
  readonly log: Logger;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Another Node than this process's own. */
  readonly node?: string | undefined;
}

/**
 * Starts one of the program's other processes as a child on plain Node.
 *
 * The child leads a process group of its own (on Windows it has no console), so that Ctrl+C in a terminal reaches only the host and
 * Windows does not end it with us. It ends when its channel to us closes, however we end (see trainer/end-with-host.ts and reader.ts).
 */
export function launchNodeChild({ name, script, log, env, node }: NodeChildOptions): HostChild {
  const child = fork(script, [], {
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: true,
    windowsHide: true,
    execArgv: [],
    ...(node === undefined ? {} : { execPath: node }),
    env,
  });
  const watch = watchChild(name, log);
  watch.output(child.stdout, child.stderr);
  // Not `exit`: what it printed last may still be on its way then.
  child.once('close', watch.ended);
  // More than one error may come: that it could not be started or sent to, then that it could not be killed.
  child.on('error', (error) => log.error(`${name} process`, { error: error.message }));
  return {
    transport: processTransport(child, { inPieces: 'electron' in process.versions }),
    pid: child.pid,
    onExit(listener) {
      child.once('exit', listener);
      // A process that could not be started has no exit event.
      child.once('error', () => void (child.pid === undefined && listener(null, null)));
    },
    kill() {
      watch.asked();
      child.kill('SIGKILL');
    },
  };
}
