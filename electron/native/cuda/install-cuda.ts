import fs from 'node:fs';
import path from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import { addonPath, writeEngineManifest } from '../engine-folder.ts';
import type { EngineManifest } from '../engine-folder.ts';
import { pins as enginePins } from '../pins.ts';
import { fetchWheel } from '../provision/fetch-wheel.ts';
import { withLock } from '../provision/lock.ts';
import { makeFolder } from '../../files/make-folder.ts';
import { cudaFolder, isCudaInstalled, partialsFolder } from './cuda-folder.ts';
import { downloadBytes } from './cuda-pins.ts';
import type { CudaPins } from './cuda-pins.ts';

export interface CudaInstallation {
  readonly cache: string;
  readonly pins: CudaPins;
  /** tfjs-node's addon, compiled against the same TensorFlow for the processor: it fits this one too. */
  readonly addon: string;
  readonly indexes: readonly string[];
  readonly signal: AbortSignal;
  /** Bytes of the download so far, of all; called often. */
  readonly onProgress: (bytes: number, totalBytes: number) => void;
  /** Bytes that have just come over the network. */
  readonly onReceived?: (bytes: number) => void;
  readonly onServerLeft?: (server: string, why: string) => void;
  readonly stallMs?: number;
  readonly retryMs?: number;
}

/**
 * Fetches TensorFlow for NVIDIA's cards into the cache, member by member, each checked against its hash before it is
 * put in place; engine.json is written last: its presence means that everything is complete. Goes on with what an
 * earlier try left. Returns the engine folder. Throws SetupError (no index gave it), AppError `cancelled`, or the file
 * system's error.
 */
export async function installCuda(installation: CudaInstallation): Promise<string> {
  const { cache, pins, addon, signal } = installation;
  const folder = cudaFolder(cache, pins);
  makeFolder(folder);
  const work = async () => {
    if (!isCudaInstalled(folder)) await fetchAll(installation, folder);
    linkNvrtc(folder);
    placeAddon(folder, addon);
  };
  await withLock(`${folder}.lock`, work, () => undefined, { signal });
  return folder;
}

/** cuDNN's RUNPATH looks for the run-time compiler in nvidia/nvrtc; the wheel has it in nvidia/cuda_nvrtc. */
function linkNvrtc(folder: string): void {
  const link = path.join(folder, 'nvidia', 'nvrtc');
  if (fs.existsSync(path.join(folder, 'nvidia', 'cuda_nvrtc')) && !fs.existsSync(link))
    fs.symlinkSync('cuda_nvrtc', link);
}

/** Puts the addon in place under today's name; the addon of an older Inkstone does not fit. */
export function placeAddon(folder: string, addon: string): void {
  const target = addonPath(folder, enginePins);
  if (fs.existsSync(target)) return;
  const temporary = `${target}.${process.pid}.tmp`;
  fs.copyFileSync(addon, temporary);
  fs.renameSync(temporary, target);
}

async function fetchAll(installation: CudaInstallation, folder: string): Promise<void> {
  const { cache, pins, indexes, signal, onProgress, onReceived, onServerLeft, stallMs, retryMs } = installation;
  const total = downloadBytes(pins);
  let before = 0;
  for (const wheel of pins.wheels) {
    await fetchWheel({
      wheel,
      indexes,
      target: folder,
      partials: partialsFolder(cache),
      signal,
      onProgress: (done) => onProgress(before + done, total),
      onServerLeft: onServerLeft ?? (() => undefined),
      ...(onReceived ? { onReceived } : {}),
      ...(stallMs === undefined ? {} : { stallMs }),
      ...(retryMs === undefined ? {} : { retryMs }),
    });
    before += wheel.members.reduce((bytes, member) => bytes + member.zipped, 0);
  }
  if (signal.aborted) throw new AppError('cancelled');
  writeEngineManifest(folder, describe(pins));
}

const describe = (pins: CudaPins): EngineManifest => ({
  format: 1,
  tensorflow: pins.version,
  source: `${pins.wheels[0]!.wheel} (PyPI)`,
  cuda: true,
  verified: false,
  files: pins.wheels.flatMap((wheel) =>
    wheel.members.map(({ path: file, size }) => ({ path: path.normalize(file), size })),
  ),
});
