import { AppError, type ErrorParams } from '../../../shared/contract/errors.ts';
import type { ImportedLayer, LayerReason } from '../../../shared/contract/schemas/model-import.ts';
import { elements, shapeText, type LayerInfo, type Shape } from '../../../shared/model/info.ts';
import type { NamedTensor } from '../../trainer/formats/safetensors.ts';
import type { OwnLayer } from './taken-layer.ts';
import type { WeightStore } from './weight-store.ts';

/**
 * The weights of our layers out of the file, in our order. A layer whose weights are missing or of another shape is marked as
 * refused in `told`. `oneOutput`: the last layer with weights has one output in the file and two here, whose first is 0. Throws
 * `model-weights-not-finite` {layer}, and what reading a weight throws.
 */
export function fillWeights(
  own: readonly OwnLayer[],
  infos: readonly LayerInfo[],
  store: WeightStore,
  told: ImportedLayer[],
  oneOutput: boolean,
): NamedTensor[] {
  const taken = told.filter(({ fate }) => fate === 'taken');
  const last = infos.filter(({ weights }) => weights.length > 0).at(-1);
  const filled: NamedTensor[] = [];
  for (const info of infos) {
    // What was added here has no weights, and stands before the layers of the file or after them.
    const at = own.findIndex(({ spec, source }) => source !== null && spec.name === info.name);
    const source = own[at]?.source;
    if (!source) continue;
    const mark = (reason: LayerReason, facts: ErrorParams): void => {
      const place = told.indexOf(taken[own.slice(0, at).filter((each) => each.source).length]!);
      told[place] = { ...told[place]!, fate: 'refused', reason, facts };
    };
    const ones = own[at]!.ones;
    if (
      ones &&
      !store
        .find(source, ones)
        ?.read()
        .every((value) => value === 1)
    ) {
      mark('option-other', { option: ones.names[0]!, value: '≠ 1' });
      continue;
    }
    for (const { path, shape } of info.weights) {
      const weight = path.slice(info.name.length + 1);
      const filling = own[at]!.weights[weight] ?? { all: 0 };
      if ('all' in filling) {
        filled.push({ name: path, shape, values: new Float32Array(elements(shape)).fill(filling.all) });
        continue;
      }
      const tensor = store.find(source, filling.from);
      if (!tensor) {
        mark('weights-missing', { weight });
        break;
      }
      const isOne = oneOutput && info === last;
      const expected = isOne ? [...shape.slice(0, -1), 1] : shape;
      if (shapeText(tensor.shape) !== shapeText(expected)) {
        mark('weights-other', { weight, found: shapeText(tensor.shape), expected: shapeText(expected) });
        break;
      }
      const values = tensor.read();
      if (!values.every(Number.isFinite)) throw new AppError('model-weights-not-finite', { layer: source.name });
      filled.push({ name: path, shape, values: isOne ? besideZero(values, shape) : values });
    }
  }
  return filled;
}

/** [n, 1] to [n, 2], the first of each 0. */
function besideZero(values: Float32Array, shape: Shape): Float32Array {
  const both = new Float32Array(elements(shape));
  values.forEach((value, i) => (both[2 * i + 1] = value));
  return both;
}
