import * as tf from '@tensorflow/tfjs';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { GraphicsAdapter } from '../../shared/contract/schemas/engine.ts';
import { AppError } from '../../shared/contract/errors.ts';
import { openDawn } from './dawn.ts';
import { describeAdapter } from './graphics-adapter.ts';

export interface LoadedWebGpu {
  readonly backend: WebGPUBackend;
  readonly adapter: GraphicsAdapter;
  /** Where Dawn lies. */
  readonly folder: string;
}

let loading: Promise<LoadedWebGpu> | undefined;

/**
 * Loads Dawn, takes the fastest adapter and registers tfjs's `webgpu` backend on it; once a process. No TensorFlow is
 * needed. `folder` names another Dawn than the npm package's. Throws `webgpu-unavailable`, `webgpu-no-adapter`, `webgpu-failed` {reason}.
 */
export const loadWebGpu = (folder: string | null = null): Promise<LoadedWebGpu> => (loading ??= load(folder));

async function load(named: string | null): Promise<LoadedWebGpu> {
  const { dawn, folder } = openDawn(named);
  const gpu = dawn.create([]);
  const { adapter, device } = await openDevice(gpu);
  endWith(device);
  Object.assign(globalThis, dawn.globals);
  // tfjs asks for it. Node has a navigator of its own since 21.
  const navigator: object = (globalThis.navigator as object | undefined) ?? {};
  Object.defineProperty(navigator, 'gpu', { value: gpu, configurable: true });
  Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true });
  const backend = new WebGPUBackend(device, adapter.info);
  tf.registerBackend('webgpu', () => backend, 3);
  if (!(await tf.setBackend('webgpu'))) throw new AppError('webgpu-failed', { reason: 'tfjs refused the backend' });
  return { backend, adapter: describeAdapter(adapter.info), folder };
}

/** With as much memory a buffer and a workgroup as the adapter allows; the standard's own limits are small. */
async function openDevice(gpu: GPU): Promise<{ adapter: GPUAdapter; device: GPUDevice }> {
  try {
    const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
    if (!adapter) throw new AppError('webgpu-no-adapter');
    const { limits } = adapter;
    const device = await adapter.requestDevice({
      requiredLimits: {
        maxBufferSize: limits.maxBufferSize,
        maxComputeInvocationsPerWorkgroup: limits.maxComputeInvocationsPerWorkgroup,
        maxComputeWorkgroupSizeX: limits.maxComputeWorkgroupSizeX,
        maxComputeWorkgroupStorageSize: limits.maxComputeWorkgroupStorageSize,
        maxComputeWorkgroupsPerDimension: limits.maxComputeWorkgroupsPerDimension,
        maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
      },
    });
    return { adapter, device };
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError('webgpu-failed', { reason: cause instanceof Error ? cause.message : String(cause) }, cause);
  }
}

/**
 * Ends the process when WebGPU reports an error outside of a call (a driver reset, lack of memory, a refused shader).
 * tfjs ignores these errors, and its tensors are invalid afterwards. The host starts another process, and the run goes
 * on from its last checkpoint.
 */
function endWith(device: GPUDevice): void {
  const end = (what: string, why: string) => {
    console.error(`WebGPU: ${what}: ${why}`);
    process.exit(1);
  };
  void device.lost.then(({ reason, message }) => reason !== 'destroyed' && end('device lost', message));
  device.addEventListener('uncapturederror', (event) => end('error', (event as GPUUncapturedErrorEvent).error.message));
}
