import type { CallInput } from '../../shared/contract/define.ts';
import type { EngineFacts } from '../../shared/contract/schemas/engine.ts';
import type { RunEngine } from '../../shared/contract/schemas/run.ts';
import type { TrainerCalls } from '../../shared/contract/trainer.ts';
import { engineFacts } from '../native/engine-facts.ts';
import { loadTensorflow } from '../native/load-tensorflow.ts';
import { useOps } from './ops/native.ts';

/** Loads one engine, for the process's whole life; the other one's libraries need not be there. Throws as the two loaders do. */
export async function loadEngine({
  backend,
  libraryFolder,
}: CallInput<TrainerCalls, 'engine.load'>): Promise<EngineFacts> {
  if (backend !== 'webgpu') return engineFacts(loadTensorflow({ libDir: libraryFolder }));
  // Only here: tfjs's WebGPU backend is three quarters of a megabyte of shaders.
  const [{ loadWebGpu }, { webGpuFacts }, { portableOps }] = await Promise.all([
    import('../native/load-webgpu.ts'),
    import('../native/webgpu-facts.ts'),
    import('./ops/portable/index.ts'),
  ]);
  const loaded = await loadWebGpu(libraryFolder);
  useOps(portableOps);
  return webGpuFacts(loaded);
}

/** The engine as a run's first log names it. */
export const runEngine = ({ tensorflow, devices, threads }: EngineFacts): Omit<RunEngine, 'mode'> => ({
  name: tensorflow === null ? 'WebGPU (Dawn)' : `TensorFlow ${tensorflow}`,
  device: devices[0] ?? 'CPU:0',
  threads,
});
