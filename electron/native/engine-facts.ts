import os from 'node:os';
import { version as tfjsVersion } from '@tensorflow/tfjs-node/dist/version.js';
import type { EngineFacts } from '../../shared/contract/schemas/engine.ts';
import type { LoadedTensorFlow } from './load-tensorflow.ts';
import { processorFeatures, schedulableCpus } from './processor.ts';

/** The truth about a loaded engine, for `doctor` and the settings page. */
export function engineFacts({ backend, location }: LoadedTensorFlow): EngineFacts {
  const gpu = backend.isUsingGpuDevice;
  return {
    tensorflow: backend.binding.TF_Version,
    source: location.manifest.source,
    libraryPath: location.folder,
    tfjs: tfjsVersion,
    devices: gpu ? ['GPU:0', 'CPU:0'] : ['CPU:0'],
    threads: Number(process.env['TF_NUM_INTRAOP_THREADS']) || schedulableCpus(),
    processor: os.cpus()[0]?.model.trim() ?? os.arch(),
    features: processorFeatures(),
    noGpuReason: gpu ? null : noGpuReason(location.manifest.cuda),
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
    pid: process.pid,
  };
}

function noGpuReason(cudaBuild: boolean): 'cpu-build' | 'no-device' | 'platform' {
  if (process.platform !== 'linux') return 'platform';
  return cudaBuild ? 'no-device' : 'cpu-build';
}
