import type { EngineFacts } from '../../shared/contract/schemas/engine.ts';
import { driverVersion, nvidiaCard } from './cuda/nvidia-card.ts';
import { whyNoGpu } from './cuda/why-no-gpu.ts';
import type { LoadedTensorFlow } from './load-tensorflow.ts';
import { machineFacts } from './machine-facts.ts';
import { schedulableCpus } from './processor.ts';

/** Facts about a loaded TensorFlow, for `doctor`, the settings page and a run's record. */
export function engineFacts(loaded: LoadedTensorFlow): EngineFacts {
  const { backend, location } = loaded;
  const gpu = backend.isUsingGpuDevice;
  const adapter = gpu ? nvidiaAdapter(loaded.card) : null;
  return {
    ...machineFacts(),
    engine: gpu ? 'cuda' : 'cpu',
    tensorflow: backend.binding.TF_Version,
    adapter,
    source: location.manifest.source,
    libraryPath: location.folder,
    devices: gpu ? [`GPU:0 ${adapter!.name}`, 'CPU:0'] : ['CPU:0'],
    threads: schedulableCpus(),
    noGpuReason: gpu ? null : noGpuReason(location.manifest.cuda, location.folder),
  };
}

function nvidiaAdapter(index: number | null): NonNullable<EngineFacts['adapter']> {
  const card = index === null ? null : nvidiaCard(index);
  const driver = card?.driver ?? driverVersion();
  return {
    name: card?.name ?? 'NVIDIA',
    vendor: 'nvidia',
    architecture: 'cuda',
    software: false,
    ...(driver === null ? {} : { driver }),
  };
}

function noGpuReason(cudaBuild: boolean, folder: string): NonNullable<EngineFacts['noGpuReason']> {
  if (process.platform !== 'linux') return 'platform';
  return cudaBuild ? whyNoGpu(folder) : 'cpu-build';
}
