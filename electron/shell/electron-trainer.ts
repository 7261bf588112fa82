import { existsSync } from 'node:fs';
import path from 'node:path';
import { app } from 'electron';
import { AppError } from '../../shared/contract/errors.ts';
import type { HostEnvironment, Logger, TrainerChild } from '../environment.ts';
import { launchNodeTrainer } from '../hosts/node-trainer-child.ts';
import { plainNode } from './plain-node.ts';
import { launchUtilityTrainer } from './utility-trainer.ts';

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
): TrainerChild {
  const node = plainNode();
  if (node && existsSync(node)) {
    // A plain Node cannot read from the archive; electron-builder.yml lays the trainer beside it.
    return launchNodeTrainer({ script: script.replace('app.asar', 'app.asar.unpacked'), log, node, env: library() });
  }
  if (backend === 'webgpu') throw new AppError('webgpu-unavailable', { reason: node || 'INKSTONE_NODE' });
  return launchUtilityTrainer(script, log);
}

/** Names the package's own TensorFlow, which a plain Node knows nothing of, unless the user has named another. */
function library(): Record<string, string> {
  if (!app.isPackaged || process.env['INKSTONE_LIBTENSORFLOW']) return {};
  return { INKSTONE_LIBTENSORFLOW: path.join(process.resourcesPath, 'libtensorflow') };
}
