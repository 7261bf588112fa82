import type { ExportWeights } from '../../../../shared/contract/schemas/export.ts';

/** How a model's kernels lie in an export; what is no kernel (biases, averages, places) is little, and stays float32. */
export interface Packing {
  readonly weights: ExportWeights;
  /** The kernels by their paths, each with how many channels have a step of their own, where they are int8. */
  readonly channels: ReadonlyMap<string, number>;
}

/** Every number as it is. */
export const UNPACKED: Packing = { weights: 'float32', channels: new Map() };

/** How the kernel of this path lies in the export; float32 for what is none. */
export const weightsOf = ({ weights, channels }: Packing, path: string): ExportWeights =>
  channels.has(path) ? weights : 'float32';
