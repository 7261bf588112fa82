import { utilityProcess } from 'electron';
import { logLines } from '../hosts/node-trainer-child.ts';
import { trainerEnvironment } from '../hosts/trainer-environment.ts';
import type { Logger, TrainerChild } from '../environment.ts';
import { createClosing } from '../../shared/rpc/closing.ts';

/** Starts the trainer as a utility process of the window's program. It ends with us: Chromium sees to that. */
export function launchUtilityTrainer(script: string, log: Logger): TrainerChild {
  const child = utilityProcess.fork(script, [], {
    serviceName: 'inkstone-trainer',
    stdio: 'pipe',
    env: trainerEnvironment(process.env),
    // macOS: libtensorflow is signed by its maker, not by us.
    allowLoadingUnsignedLibraries: true,
  });
  child.once('spawn', () => {
    logLines(child.stdout, log);
    logLines(child.stderr, log);
  });
  const closing = createClosing();
  child.once('exit', closing.happen);
  return {
    transport: {
      post(message) {
        if (!closing.done) child.postMessage(message);
      },
      onMessage: (listener) => void child.on('message', listener),
      onClose: (listener) => void closing.onClose(listener),
      close: () => void child.kill(),
    },
    get pid() {
      return child.pid;
    },
    onExit: (listener) => void child.once('exit', (code) => listener(code, null)),
    kill: () => void child.kill(),
  };
}
