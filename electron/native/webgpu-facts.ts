import type { EngineFacts } from '../../shared/contract/schemas/engine.ts';
import { DAWN_SOURCE } from './dawn.ts';
import type { LoadedWebGpu } from './load-webgpu.ts';
import { machineFacts } from './machine-facts.ts';

/** The truth about a loaded WebGPU: a driver that only plays a graphics card is called so. */
export function webGpuFacts({ adapter, folder }: LoadedWebGpu): EngineFacts {
  return {
    ...machineFacts(),
    engine: 'webgpu',
    tensorflow: null,
    adapter,
    source: DAWN_SOURCE,
    libraryPath: folder,
    devices: [adapter.software ? `${adapter.name} (software)` : adapter.name],
    // JavaScript's, which hands the card its work.
    threads: 1,
    noGpuReason: adapter.software ? 'no-device' : null,
  };
}
