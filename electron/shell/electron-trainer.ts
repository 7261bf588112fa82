import path from 'node:path';
import { app } from 'electron';
import { AppError } from '../../shared/contract/errors.ts';
import type { HostChild, HostEnvironment, Logger } from '../environment.ts';
import { launchNodeTrainer } from '../hosts/node-trainer-child.ts';
import { trainerEnvironment } from '../hosts/trainer-environment.ts';
import { foundNode, plainNode, unpacked } from './plain-node.ts';
import { launchUtilityChild } from './utility-child.ts';

/**
 * Starts the trainer of the desktop program, on a plain Node: Dawn cannot live in Electron (see native/dawn.ts), and
 * TensorFlow is a tenth slower there, because Chromium's allocator, which takes malloc's place, gives each large tensor
 * back to the system and faults its pages in anew. Where no plain Node is at hand TensorFlow runs in a utility process.
 * Throws `webgpu-unavailable` {reason} if Dawn is asked for and there is none.
 */
export function launchElectronTrainer(
  script: string,
  backend: Parameters<HostEnvironment['launchTrainer']>[0],
  log: Logger,
): HostChild {
  const node = foundNode();
  if (node) return launchNodeTrainer({ script: unpacked(script), log, node, env: library() });
  if (backend === 'webgpu') throw new AppError('webgpu-unavailable', { reason: plainNode() || 'INKSTONE_NODE' });
  return launchUtilityChild({ name: 'trainer', script, log, env: trainerEnvironment(process.env) });
}

/**
 * The environment that names the package's own TensorFlow, which a plain Node would not find; empty if the user has
 * named another.
 */
function library(): Record<string, string> {
  if (!app.isPackaged || process.env['INKSTONE_LIBTENSORFLOW']) return {};
  return { INKSTONE_LIBTENSORFLOW: path.join(process.resourcesPath, 'libtensorflow') };
}
