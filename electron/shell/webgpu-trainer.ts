import { existsSync } from 'node:fs';
import path from 'node:path';
import { app } from 'electron';
import { AppError } from '../../shared/contract/errors.ts';
import type { Logger, TrainerChild } from '../environment.ts';
import { launchNodeTrainer } from '../hosts/node-trainer-child.ts';

/**
 * Starts the trainer for WebGPU: Dawn cannot live in Electron (see native/dawn.ts), so it is a child on a plain Node, the one that
 * the package brings beside Dawn, or, from a checkout, the one that `npm start` runs on.
 * Throws `webgpu-unavailable` {reason} where there is none.
 */
export function launchWebGpuTrainer(script: string, log: Logger): TrainerChild {
  const node = app.isPackaged
    ? path.join(process.resourcesPath, 'webgpu', process.platform === 'win32' ? 'node.exe' : 'node')
    : process.env['INKSTONE_NODE'];
  if (!node || !existsSync(node)) throw new AppError('webgpu-unavailable', { reason: node || 'INKSTONE_NODE' });
  // A plain Node cannot read from the archive; electron-builder.yml lays the trainer beside it.
  return launchNodeTrainer({ script: script.replace('app.asar', 'app.asar.unpacked'), log, node });
}
