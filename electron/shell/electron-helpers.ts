import path from 'node:path';
import { app } from 'electron';
import type { HostChild, Logger } from '../environment.ts';
import { launchNodeReader, launchNodeWorker } from '../hosts/node-helper-child.ts';
import { foundNode, unpacked } from './plain-node.ts';
import { launchUtilityChild } from './utility-child.ts';

/** Starts a helper of the desktop program: on the plain Node that the trainer runs on too, or, without one, in a utility process. */
const launcher =
  (name: string, onNode: typeof launchNodeReader, own: () => Record<string, string> = () => ({})) =>
  (script: string, log: Logger): HostChild => {
    const [node, env] = [foundNode(), own()];
    if (node) return onNode({ script: unpacked(script), log, node, env });
    return launchUtilityChild({ name, script, log, env: { ...(process.env as Record<string, string>), ...env } });
  };

/** The environment that names the package's own sharp: it lies in no node_modules folder where the reader would find it. */
const pictures = (): Record<string, string> =>
  app.isPackaged ? { INKSTONE_SHARP: path.join(process.resourcesPath, 'pictures', 'sharp') } : {};

export const launchElectronReader = launcher('reader', launchNodeReader, pictures);
export const launchElectronWorker = launcher('worker', launchNodeWorker);
