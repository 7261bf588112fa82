import type { Taken } from '../../../shared/contract/schemas/fine-tune.ts';
import type { NamedTensor } from '../formats/safetensors.ts';
import type { Model } from '../model/build-model.ts';

/** Sets the weights of the layers that a fine-tune takes over to the parent's; the others keep what they were drawn as. */
export function takeWeights(model: Model, parent: readonly NamedTensor[], { layers }: Taken): void {
  const values = new Map(parent.map((tensor) => [tensor.name, tensor.values]));
  const taken = new Set(layers);
  for (const { name, variables } of model.layers) {
    if (taken.has(name)) for (const variable of variables) variable.write(values.get(variable.name)!);
  }
}
