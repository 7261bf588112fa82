import path from 'node:path';
import { app } from 'electron';
import type { HostChild, Logger } from '../environment.ts';
import { launchNodeReader } from '../hosts/node-reader-child.ts';
import { foundNode, unpacked } from './plain-node.ts';
import { launchUtilityChild } from './utility-child.ts';

/** Starts the reader of the desktop program: on the plain Node that the trainer runs on too, or, without one, in a utility process. */
export function launchElectronReader(script: string, log: Logger): HostChild {
  const node = foundNode();
  if (node) return launchNodeReader({ script: unpacked(script), log, node, env: pictures() });
  const env = { ...(process.env as Record<string, string>), ...pictures() };
  return launchUtilityChild({ name: 'reader', script, log, env });
}

/**
 * The environment that names the package's own sharp: it lies in no node_modules folder where the reader would find it.
 */
function pictures(): Record<string, string> {
  return app.isPackaged ? { INKSTONE_SHARP: path.join(process.resourcesPath, 'pictures', 'sharp') } : {};
}
