import type { NamedTensor } from '../formats/safetensors.ts';
import { DamagedFile } from '../formats/safetensors.ts';
import type { Variable } from '../ops/variable.ts';

export const ownNames = (variables: readonly Variable[]): string[] => variables.map(({ name }) => name);

/** Variables' values under `names`, one for each. */
export const named = (
  variables: readonly Variable[],
  values: readonly Float32Array[],
  names: readonly string[] = ownNames(variables),
): NamedTensor[] => variables.map(({ shape }, i) => ({ name: names[i]!, shape, values: values[i]! }));

/**
 * Sets every variable to the tensor of its name in `names`. Throws DamagedFile, and changes nothing, if one is missing or
 * misshapen.
 */
export function writeVariables(
  variables: readonly Variable[],
  tensors: readonly NamedTensor[],
  names: readonly string[] = ownNames(variables),
): void {
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const found = variables.map(({ shape }, i) => {
    const tensor = byName.get(names[i]!);
    if (!tensor || String(tensor.shape) !== String(shape)) {
      throw new DamagedFile(`${names[i]!} [${shape}] is missing or has another shape`);
    }
    return tensor;
  });
  variables.forEach((variable, i) => variable.write(found[i]!.values));
}

export const allFinite = (tensors: readonly NamedTensor[]): boolean => tensors.every(({ values }) => isFinite(values));

const EXPONENT = 0x7f800000;

/** Looks at the bits as integers: a checkpoint has a million numbers, and reading each as a float allocates memory. */
function isFinite({ buffer, byteOffset, length }: Float32Array): boolean {
  const bits = new Int32Array(buffer, byteOffset, length);
  for (let i = 0; i < length; i++) if ((bits[i]! & EXPONENT) === EXPONENT) return false;
  return true;
}
