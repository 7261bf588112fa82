import fs from 'node:fs';
import path from 'node:path';
import type { EngineFacts } from '../../../shared/contract/schemas/engine.ts';
import { driverVersion, hasDriver, isOldDriver } from './nvidia-card.ts';
import { openLibrary } from './open-library.ts';

/** What TensorFlow opens before it makes a GPU device, by the packages' folders (tsl's MaybeTryDlopenGPULibraries). */
const LIBRARIES: Readonly<Record<string, string>> = {
  cuda_runtime: 'libcudart.so.12',
  cublas: 'libcublas.so.12',
  cufft: 'libcufft.so.11',
  cusolver: 'libcusolver.so.11',
  cusparse: 'libcusparse.so.12',
  cudnn: 'libcudnn.so.9',
};

/** Why a TensorFlow that was built for CUDA, in `folder`, made no GPU device: TensorFlow itself only prints it. */
export function whyNoGpu(folder: string): NonNullable<EngineFacts['noGpuReason']> {
  if (!hasDriver()) return 'no-driver';
  const version = driverVersion();
  if (version !== null && isOldDriver(version)) return 'old-driver';
  return Object.entries(LIBRARIES).some(([name, file]) => openLibrary(beside(folder, name, file)) !== null)
    ? 'libraries'
    : 'no-device';
}

/** The library in the engine folder, or where that has none, its name for the system's loader. */
function beside(folder: string, name: string, file: string): string {
  const place = path.join(folder, 'nvidia', name, 'lib', file);
  return fs.existsSync(place) ? place : file;
}
