import { elements, shapeText } from '../info.ts';
import type { LayerDefinition } from './definition.ts';
import { biasOf, keptBy, weight } from './place.ts';

/** Kernel [in, units], over the last axis of a vector or of each step. `needs-vector` for an image. */
export const dense: LayerDefinition<'Dense'> = {
  base: 'dense',
  takes: ['sequence', 'vector'],
  fresh: () => ({ units: 64 }),
  measure({ units, useBias, activation }, place) {
    const { shape, fail } = place;
    if (shape.length > 2) fail('needs-vector', { shape: shapeText(shape) });
    const inputs = shape.at(-1)!;
    const outputShape = [...shape.slice(0, -1), units];
    return {
      outputShape,
      weights: [weight(place, 'kernel', [inputs, units]), ...biasOf(place, useBias, units)],
      macs: elements(outputShape) * inputs,
      kept: keptBy(activation, elements(outputShape)),
    };
  },
};
