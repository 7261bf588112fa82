import type { ExportWeights } from '../../../../shared/contract/schemas/export.ts';
import { multiplesOf, stepsOf } from '../../../../shared/data/int8-steps.ts';
import { bytesOfFloats } from '../../../../shared/data/number-bytes.ts';
import { halfBytes } from '../packing/half-bytes.ts';

/** A weight's numbers in weights.bin; `quantization` is what TensorFlow.js has to know to make float32 of them. */
export interface PackedValues {
  readonly bytes: Uint8Array;
  readonly quantization?: Readonly<Record<string, unknown>>;
}

/** TensorFlow.js has uint8 alone: a multiple of the step is told as the number above the least, which is this one's. */
const LEAST = -128;

/** `whole`: the kernel that the values are of, or a part of. Its one step is theirs. */
export function packValues(weights: ExportWeights, values: Float32Array, whole: Float32Array): PackedValues {
  const original = { original_dtype: 'float32' };
  switch (weights) {
    case 'float32':
      return { bytes: bytesOfFloats(values) };
    case 'float16':
      return { bytes: halfBytes(values), quantization: { dtype: 'float16', ...original } };
    case 'int8': {
      const steps = stepsOf(whole, { count: 1 });
      const bytes = Uint8Array.from(multiplesOf(values, steps), (multiple) => multiple - LEAST);
      return { bytes, quantization: { dtype: 'uint8', scale: steps[0], min: LEAST * steps[0]!, ...original } };
    }
  }
}
