import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { AppError } from '../../shared/contract/errors.ts';
import { dawnFolderName } from './dawn-folder.ts';

/** The addon of npm `webgpu`: Dawn, Chromium's WebGPU, for Node. */
export interface Dawn {
  /** Options are Dawn's own, `key=value`. */
  create(options: readonly string[]): GPU;
  /** GPUBufferUsage, GPUMapMode and what else a page would find in its global scope. */
  readonly globals: Readonly<Record<string, unknown>>;
}

const ADDON = 'dawn.node';

/** Dawn's source as it is shown to users: the npm package that contains it. */
export const DAWN_SOURCE = 'npm webgpu 0.6.2';

/**
 * Opens the Dawn of `folder`, or, with null, the npm package's, or the one that a packaged program has beside its plain
 * Node. As with TensorFlow's addon, by process.dlopen, so that the bundle needs no node_modules.
 *
 * Throws `webgpu-unavailable` {reason} where this process cannot hold it or this platform has none, `webgpu-failed` {reason} if
 * it cannot be loaded.
 */
export function openDawn(folder: string | null): { readonly dawn: Dawn; readonly folder: string } {
  const problem = processProblem();
  if (problem) throw new AppError('webgpu-unavailable', { reason: problem });
  const candidates = folder === null ? usualFolders() : [folder];
  const found = candidates.find((candidate) => fs.existsSync(path.join(candidate, ADDON)));
  if (found === undefined) {
    throw new AppError('webgpu-unavailable', { reason: `${process.platform}-${process.arch}` });
  }
  const addon = { exports: {} as Dawn };
  try {
    process.dlopen(addon, path.join(found, ADDON), os.constants.dlopen.RTLD_LAZY);
  } catch (cause) {
    throw new AppError('webgpu-failed', { reason: cause instanceof Error ? cause.message : String(cause) }, cause);
  }
  return { dawn: addon.exports, folder: found };
}

/**
 * Electron keeps V8's memory in a cage, outside which no ArrayBuffer may lie; Dawn's mapped buffers do (dawn-gpu/node-webgpu#5),
 * so there the trainer for WebGPU is a plain Node. Node before 17 has no DOMException, without which Dawn aborts.
 */
function processProblem(): string | null {
  if (process.versions['electron']) return `Electron ${process.versions['electron']}`;
  return typeof DOMException === 'undefined' ? `Node ${process.versions.node}` : null;
}

function usualFolders(): string[] {
  const besideNode = path.dirname(process.execPath);
  try {
    const installed = path.dirname(createRequire(import.meta.url).resolve('webgpu'));
    return [path.join(installed, 'dist', dawnFolderName()), besideNode];
  } catch {
    return [besideNode];
  }
}
