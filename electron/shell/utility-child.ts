import { utilityProcess } from 'electron';
import { watchChild } from '../hosts/watch-child.ts';
import type { HostChild, Logger } from '../environment.ts';
import { createClosing } from '../../shared/rpc/closing.ts';

export interface UtilityChildOptions {
  /** What it is called in the log, and, after `inkstone-`, in the system's list of processes. */
  readonly name: string;
  readonly script: string;
  readonly log: Logger;
  readonly env: Record<string, string>;
}

/** Starts one of the program's other processes as a utility process of the window's. It ends with us: Chromium sees to that. */
export function launchUtilityChild({ name, script, log, env }: UtilityChildOptions): HostChild {
  const child = utilityProcess.fork(script, [], {
    serviceName: `inkstone-${name}`,
    stdio: 'pipe',
    env,
    // macOS: native libraries are signed by their makers, not by us.
    allowLoadingUnsignedLibraries: true,
  });
  const watch = watchChild(name, log);
  child.once('spawn', () => watch.output(child.stdout, child.stderr));
  child.once('exit', (code) => watch.ended(code));
  const kill = (): void => {
    watch.asked();
    child.kill();
  };
  const closing = createClosing();
  child.once('exit', closing.happen);
  return {
    transport: {
      post(message) {
        if (!closing.done) child.postMessage(message);
      },
      onMessage: (listener) => void child.on('message', listener),
      onClose: (listener) => void closing.onClose(listener),
      close: kill,
    },
    get pid() {
      return child.pid;
    },
    onExit: (listener) => void child.once('exit', (code) => listener(code, null)),
    kill,
  };
}
