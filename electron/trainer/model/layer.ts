import type { Tensor } from '@tensorflow/tfjs-core';

export type Initializer = 'glorotUniform' | 'zeros' | 'ones';

/** A weight of a layer, before it has values. `path` is `layer/weight`, Keras's own names. */
export interface WeightSpec {
  readonly path: string;
  readonly shape: readonly number[];
  readonly initializer: Initializer;
  readonly trainable: boolean;
}

/** What a forward pass needs besides its input. */
export interface ForwardContext {
  /** The value of a weight. */
  weight(path: string): Tensor;
  /** Null outside training. */
  readonly training: TrainingContext | null;
}

export interface TrainingContext {
  /** The optimizer step, from 1, as an int32 scalar: what masks are drawn by. */
  readonly step: Tensor;
  /** Sets a weight that is no gradient's business (a moving average) once the step is done. Keeps the tensor itself. */
  update(path: string, value: Tensor): void;
}

/** One op of the forward pass. Pure: all state comes in by the context. */
export type Forward = (x: Tensor, context: ForwardContext) => Tensor;

export interface Stage {
  /** `monotone` stages (bias, activation by channel) may trade places with a max pool: see reorder. */
  readonly kind: 'monotone' | 'maxPool' | 'other';
  readonly forward: Forward;
}
