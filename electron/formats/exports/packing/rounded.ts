import { fromHalfBits, halfBits } from '../../../../shared/data/half-floats.ts';
import { fromMultiples, multiplesOf, stepsOf } from '../../../../shared/data/int8-steps.ts';
import { AppError } from '../../../../shared/contract/errors.ts';
import {
  EXPORT_NAMES,
  EXPORT_WEIGHTS,
  type ForeignFormat,
  type ExportWeights,
} from '../../../../shared/contract/schemas/export.ts';
import type { ModelSpec } from '../../../../shared/contract/schemas/model.ts';
import type { LayerInfo } from '../../../../shared/model/info.ts';
import { describeClassifier } from '../../../../shared/model/shapes.ts';
import type { StoredModel } from '../../../trainer/formats/model-folder.ts';
import { type Packing, UNPACKED } from './packing.ts';

/** Formats that have one step for a whole kernel. */
const ONE_STEP: ReadonlySet<ForeignFormat> = new Set(['tfjs']);

/**
 * A model whose kernels are such numbers as an export with these weights can hold, and how they lie in it: a writer then rounds nothing, and
 * can be held to the rounded model's own answers. Throws `export-weights` {format, weights} where the format cannot hold them.
 */
export function rounded(
  model: StoredModel,
  format: ForeignFormat,
  weights: ExportWeights,
): { readonly model: StoredModel; readonly packing: Packing } {
  if (!EXPORT_WEIGHTS[format].includes(weights))
    throw new AppError('export-weights', { format: EXPORT_NAMES[format], weights });
  if (weights === 'float32') return { model, packing: UNPACKED };
  const channels = kernelsOf(model.card.spec, ONE_STEP.has(format));
  const round = (values: Float32Array, count: number): Float32Array => {
    if (weights === 'float16') return values.map((value) => fromHalfBits(halfBits(value)));
    const steps = stepsOf(values, { count });
    return fromMultiples(multiplesOf(values, steps), steps);
  };
  const own = model.weights.map((weight) => {
    const count = channels.get(weight.name);
    return count === undefined ? weight : { ...weight, values: round(weight.values, count) };
  });
  return { model: { ...model, weights: own }, packing: { weights, channels } };
}

/** All kernels of a model by their paths, with how many channels have a step. */
function kernelsOf(spec: ModelSpec, oneStep: boolean): Map<string, number> {
  const kernels = new Map<string, number>();
  const look = ({ type, weights, layers }: LayerInfo): void => {
    layers.forEach(look);
    for (const { path, shape } of weights) {
      if (!/(\/|_)kernel$/.test(path) || kernels.has(path)) continue;
      // Depthwise each channel that comes in has kernels of its own.
      const depthwise = type === 'DepthwiseConv2D' || path.endsWith('/depthwise_kernel');
      const [inputs, outputs] = [shape.at(-2)!, shape.at(-1)!];
      kernels.set(path, oneStep ? 1 : depthwise ? inputs * outputs : outputs);
    }
  };
  describeClassifier(spec).layers.forEach(look);
  return kernels;
}
