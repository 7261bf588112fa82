import { AppError } from '../../../shared/contract/errors.ts';
import { MOST_NUMBERS } from '../../../shared/contract/schemas/layer-numbers.ts';
import type { MovedWeight, MovedWeights } from '../../../shared/contract/schemas/moved-weights.ts';
import { bytesOfFloats } from '../../../shared/data/number-bytes.ts';
import { readModelFolder } from '../formats/model-folder.ts';
import type { NamedTensor } from '../formats/safetensors.ts';

/** How far each weight of a model has moved from its parent's, and of the one called `weight` all numbers. Throws as `models.moved` says. */
export async function movedWeights(folder: string, parentFolder: string, weight: string | null): Promise<MovedWeights> {
  const [parent, model] = await Promise.all([readModelFolder(parentFolder), readModelFolder(folder)]);
  const before = new Map(parent.weights.map((one) => [one.name, one]));
  const counterpart = ({ name, shape }: NamedTensor): NamedTensor | null => {
    const own = before.get(name);
    return own !== undefined && String(own.shape) === String(shape) ? own : null;
  };
  return {
    weights: model.weights.map((one) => compared(one, counterpart(one))),
    shown: weight === null ? null : shownOf(weight),
  };

  function shownOf(path: string): MovedWeights['shown'] {
    const after = model.weights.find(({ name }) => name === path);
    if (after === undefined) throw new AppError('layer-absent', { path });
    if (after.values.length > MOST_NUMBERS) throw new AppError('layer-too-large', { name: path, most: MOST_NUMBERS });
    const own = counterpart(after);
    return { path, before: own && bytesOfFloats(own.values.slice()), after: bytesOfFloats(after.values.slice()) };
  }
}

function compared({ name, shape, values }: NamedTensor, before: NamedTensor | null): MovedWeight {
  if (before === null) return { path: name, shape: [...shape], before: null, moved: null, same: false };
  let [square, moved, same] = [0, 0, true];
  const [now, then] = [bitsOf(values), bitsOf(before.values)];
  for (let i = 0; i < values.length; i++) {
    square += before.values[i]! ** 2;
    moved += (values[i]! - before.values[i]!) ** 2;
    same &&= now[i] === then[i];
  }
  if (!Number.isFinite(square) || !Number.isFinite(moved)) throw new AppError('model-not-finite');
  return { path: name, shape: [...shape], before: Math.sqrt(square), moved: Math.sqrt(moved), same };
}

/** Two zeros of different sign are equal as numbers. */
const bitsOf = ({ buffer, byteOffset, length }: Float32Array): Uint32Array =>
  new Uint32Array(buffer, byteOffset, length);
