import type { NamedTensor } from '../formats/safetensors.ts';
import { DamagedFile } from '../formats/safetensors.ts';
import type { Variable } from '../ops/variable.ts';

/** Variables' values under their names. */
export const named = (variables: readonly Variable[], values: readonly Float32Array[]): NamedTensor[] =>
  variables.map(({ name, shape }, i) => ({ name, shape, values: values[i]! }));

/** Sets every variable to the tensor of its name. Throws DamagedFile, and changes nothing, if one is missing or misshapen. */
export function writeVariables(variables: readonly Variable[], tensors: readonly NamedTensor[]): void {
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const found = variables.map((variable) => {
    const tensor = byName.get(variable.name);
    if (!tensor || String(tensor.shape) !== String(variable.shape)) {
      throw new DamagedFile(`${variable.name} [${variable.shape}] is missing or has another shape`);
    }
    return tensor;
  });
  variables.forEach((variable, i) => variable.write(found[i]!.values));
}

export const allFinite = (tensors: readonly NamedTensor[]): boolean => tensors.every(({ values }) => isFinite(values));

const EXPONENT = 0x7f800000;

/** By the bits, as integers: a checkpoint has a million numbers, and reading them as such makes garbage of each. */
function isFinite({ buffer, byteOffset, length }: Float32Array): boolean {
  const bits = new Int32Array(buffer, byteOffset, length);
  for (let i = 0; i < length; i++) if ((bits[i]! & EXPONENT) === EXPONENT) return false;
  return true;
}
