import type { ErrorParams } from '../../contract/errors.ts';
import type { ModelFault } from '../faults.ts';
import { shapeText, type Shape } from '../info.ts';
import type { InspectedLayer, LayerFault } from './inspected.ts';
import { MOST_CLASSES } from '../../task/join.ts';

/** What is wrong with a model as a whole, told at its last layer: see `describeModelFor`. */
export function headFaults(
  layers: readonly InspectedLayer[],
  { inputShape, classes }: { readonly inputShape: Shape; readonly classes: number },
): LayerFault[] {
  const last = layers.at(-1);
  const faults: LayerFault[] = [];
  const told = (reason: ModelFault, facts: ErrorParams = {}): void =>
    void faults.push({
      path: last?.path ?? [],
      reason,
      params: { ...facts, layer: last?.name ?? 'Input', index: layers.length, reason },
    });
  if (!last) {
    told('no-layers', { shape: shapeText(inputShape) });
    return faults;
  }
  if (last.info) {
    const { outputShape } = last.info;
    const [units = 0, ...more] = outputShape;
    const softmax = 'activation' in last.layer && last.layer.activation === 'softmax';
    const shape = shapeText(outputShape);
    if (more.length > 0 || units < 2 || units > MOST_CLASSES || !softmax)
      told('output-not-softmax', { shape, classes });
    else if (units !== classes) told('output-not-classes', { shape, classes });
  }
  // Whether there is anything to train is known only when every layer is.
  if (layers.every(({ info }) => info !== null && info.trainable === 0)) told('nothing-to-train');
  return faults;
}
