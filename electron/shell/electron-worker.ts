import type { HostChild, Logger } from '../environment.ts';
import { launchNodeWorker } from '../hosts/node-worker-child.ts';
import { foundNode, unpacked } from './plain-node.ts';
import { launchUtilityChild } from './utility-child.ts';

/** Starts a worker of the desktop program: on the plain Node that the trainer runs on too, or, without one, in a utility process. */
export function launchElectronWorker(script: string, log: Logger): HostChild {
  const node = foundNode();
  if (node) return launchNodeWorker({ script: unpacked(script), log, node });
  return launchUtilityChild({ name: 'worker', script, log, env: process.env as Record<string, string> });
}
