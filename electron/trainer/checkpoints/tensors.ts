import type { NamedTensor } from '../formats/safetensors.ts';
import { DamagedFile } from '../formats/safetensors.ts';
import type { Variable } from '../ops/variable.ts';

/** Copies of the variables' values as they are now, in their order. */
export const readVariables = (variables: readonly Variable[]): Promise<NamedTensor[]> =>
  Promise.all(
    variables.map(async (variable) => ({ name: variable.name, shape: variable.shape, values: await variable.data() })),
  );

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

export const allFinite = (tensors: readonly NamedTensor[]): boolean =>
  tensors.every(({ values }) => values.every((value) => Number.isFinite(value)));
