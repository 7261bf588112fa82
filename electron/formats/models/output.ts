import { AppError } from '../../../shared/contract/errors.ts';
import type { Assumption } from '../../../shared/contract/schemas/model-import.ts';
import type { LayerSpec } from '../../../shared/contract/schemas/model.ts';
import { shapeText, type LayerInfo } from '../../../shared/model/info.ts';

/** What the model's end has to become so that it gives a probability for each class. */
export interface ModelEnd {
  readonly layers: readonly LayerSpec[];
  readonly assumptions: readonly Assumption[];
  /** The one output of the last layer with weights becomes the second of two. */
  readonly oneOutput: boolean;
}

/** Layers that are for training alone, behind which nothing comes. */
const FOR_TRAINING: ReadonlySet<LayerSpec['type']> = new Set(['Dropout', 'SpatialDropout2D']);

/**
 * Softmax ends the last layer: its own, or put there where the model gives logits. One output with a sigmoid is that of the second
 * of two classes: softmax of 0 and its logit. Throws `model-output-refused` {layer, shape, activation} for any other end.
 */
export function endOf(layers: readonly LayerSpec[], infos: readonly LayerInfo[]): ModelEnd {
  let end = layers.length;
  while (end > 1 && FOR_TRAINING.has(layers[end - 1]!.type)) end--;
  const kept = layers.slice(0, end);
  const [last, before] = [kept.at(-1)!, kept.at(-2)];
  const activation = activationOf(last);
  const { name, outputShape } = infos[end - 1]!;
  const refused = new AppError('model-output-refused', { layer: name, shape: shapeText(outputShape), activation });
  if (outputShape.length !== 1) throw refused;
  if (outputShape[0] === 1) {
    const whole = last.type === 'Activation' && before ? kept.slice(0, -1) : kept;
    const dense = whole.at(-1)!;
    const isLogit = dense.type === 'Dense' && (dense === last || dense.activation === 'linear');
    if (activation !== 'sigmoid' || !isLogit) throw refused;
    const two: LayerSpec = { ...dense, units: 2, activation: 'softmax' };
    return { layers: [...whole.slice(0, -1), two], assumptions: [{ code: 'one-output', facts: {} }], oneOutput: true };
  }
  if (activation === 'softmax') return { layers: kept, assumptions: [], oneOutput: false };
  if (activation !== 'linear') throw refused;
  const ended: LayerSpec[] =
    last.type === 'Dense'
      ? [...kept.slice(0, -1), { ...last, activation: 'softmax' }]
      : [...kept, { type: 'Activation', activation: 'softmax' }];
  return { layers: ended, assumptions: [{ code: 'logits', facts: {} }], oneOutput: false };
}

const activationOf = (layer: LayerSpec): string =>
  'activation' in layer && layer.type !== 'Residual' ? layer.activation : 'linear';
