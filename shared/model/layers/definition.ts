import type { LayerInput, LayerOf, LayerType } from '../../contract/schemas/model.ts';
import type { Shape } from '../info.ts';
import type { Measured, Place } from './place.ts';

/** What may come into a layer: an image [height, width, channels], a sequence [steps, features] or a vector [n]. */
export type InputKind = 'image' | 'sequence' | 'vector';

/** All kinds, for layers that take any. */
export const ANY: readonly InputKind[] = ['image', 'sequence', 'vector'];

/** What the studio knows of one type of layer beside its options, which are in contract/schemas/layer.ts. */
export interface LayerDefinition<T extends LayerType> {
  /** Keras's snake case of the type: what automatic names begin with. */
  readonly base: string;
  readonly takes: readonly InputKind[];
  /** What a new layer gets behind such an input for the options that have no default. */
  fresh(input: Shape): Omit<LayerInput<T>, 'type'>;
  /** Shapes, weights, products and memory. Refuses by `place.fail` what cannot be built. */
  measure(layer: LayerOf<T>, place: Place): Measured;
}
