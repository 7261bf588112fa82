import type { GraphicsAdapter } from '../../shared/contract/schemas/engine.ts';

/** What a WebGPU adapter says of itself (GPUAdapterInfo). Any of it may be empty. */
export interface AdapterInfo {
  readonly vendor: string;
  readonly architecture: string;
  readonly device: string;
  readonly description: string;
  readonly isFallbackAdapter?: boolean;
}

/** Drivers that compute on the processor: SwiftShader, Mesa's llvmpipe (lavapipe), Microsoft's WARP. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|basic render|\bwarp\b/i;

/** An adapter as facts and runs name it. A software driver is told by its own flag or, where that is missing, by its name. */
export function describeAdapter(info: AdapterInfo): GraphicsAdapter {
  const words = [info.vendor, info.architecture, info.device, info.description];
  return {
    name:
      info.description ||
      info.device ||
      [info.vendor, info.architecture].filter(Boolean).join(' ') ||
      'unnamed adapter',
    vendor: info.vendor,
    architecture: info.architecture,
    software: info.isFallbackAdapter === true || SOFTWARE.test(words.join(' ')),
  };
}
