import type { EngineFacts } from '../../shared/contract/schemas/engine.ts';
import { DAWN_SOURCE } from './dawn.ts';
import type { LoadedWebGpu } from './load-webgpu.ts';
import { machineFacts } from './machine-facts.ts';

/** Facts about a loaded WebGPU. A driver that computes on the processor is named as a software renderer. */
export function webGpuFacts({ adapter, folder }: LoadedWebGpu): EngineFacts {
  return {
    ...machineFacts(),
    engine: 'webgpu',
    tensorflow: null,
    adapter,
    source: DAWN_SOURCE,
    libraryPath: folder,
    devices: [adapter.software ? `${adapter.name} (software)` : adapter.name],
    // The thread of JavaScript, which sends the card its work.
    threads: 1,
    noGpuReason: adapter.software ? 'no-device' : null,
  };
}
