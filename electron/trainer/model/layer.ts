import type { Tensor } from '@tensorflow/tfjs-core';
import type { InnerName } from '../../../shared/contract/schemas/layer-numbers.ts';
import type { LayerOf, LayerSpec, LayerType } from '../../../shared/contract/schemas/model.ts';
import type { Shape } from '../../../shared/model/shapes.ts';
import { cutAs, joined } from './shards.ts';

/** Keras's initialisers; `unitForgetBias` is an LSTM's bias, `normal` has a deviation of 0.02. */
export type Initializer = 'glorotUniform' | 'orthogonal' | 'normal' | 'zeros' | 'ones' | 'unitForgetBias';

/** A weight of a layer, before it has values. `path` is `layer/weight`, Keras's own names. */
export interface WeightSpec {
  readonly path: string;
  readonly shape: readonly number[];
  readonly initializer: Initializer;
  readonly trainable: boolean;
  /** Its layer is frozen: nothing changes it. */
  readonly frozen?: boolean;
  /** Times the sum of its squares joins the loss. */
  readonly l2?: number;
}

/**
 * Is shown what a layer computes on its way (see INNER_NAMES), of each image of a batch: [n, ...]. `backwards`: by a bidirectional layer's
 * way from the last step to the first.
 */
export type Observe = (what: InnerName, value: Tensor, backwards?: boolean) => void;

/** What a forward pass needs besides its input. */
export interface ForwardContext {
  /** The value of a weight. */
  weight(path: string): Tensor;
  /** Null outside training. */
  readonly training: TrainingContext | null;
  readonly observe?: Observe | undefined;
}

export interface TrainingContext {
  /** The optimizer step, from 1, as an int32 scalar: what masks are drawn by. */
  readonly step: Tensor;
  /**
   * Sets a weight that is not trained by gradients (a moving average) once the step is done. Keeps the tensor itself.
   */
  update(path: string, value: Tensor): void;
}

/** One op of the forward pass on a batch, which comes in shards (see shards.ts). Pure: all state comes in by the context. */
export type Forward = (shards: readonly Tensor[], context: ForwardContext) => readonly Tensor[];

/** One op of two values of a batch, in shards alike. */
export type Join = (input: readonly Tensor[], inner: readonly Tensor[], context: ForwardContext) => readonly Tensor[];

/** An op that treats each image by itself, and so works on one shard at a time. */
export type ShardForward = (x: Tensor, context: ForwardContext) => Tensor;

export const each =
  (forward: ShardForward): Forward =>
  (shards, context) =>
    shards.map((x) => forward(x, context));

/** For an op that is quicker on the whole batch than on its shards. */
export const whole =
  (forward: ShardForward): Forward =>
  (shards, context) =>
    cutAs(forward(joined(shards), context), shards);

export interface Stage {
  /** `monotone` stages (bias, most activations) never fall where their input rises: they may trade places with a max pool. */
  readonly kind: 'monotone' | 'maxPool' | 'other';
  readonly forward: Forward;
  /** `forward` in two parts between which a max pool may stand: see biasReluValue. */
  readonly aroundPool?: { readonly value: Forward; readonly gradient: Forward };
}

export const stage = (forward: Forward, kind: Stage['kind'] = 'other'): Stage => ({ kind, forward });

/** Where a layer stands. */
export interface LayerPlace {
  readonly name: string;
  readonly inputShape: Shape;
  readonly outputShape: Shape;
  /** No layer before this one has weights that gradients train: none is wanted for its input. */
  readonly first: boolean;
  /** Its weights are not trained (Keras's `trainable: false`). */
  readonly frozen: boolean;
  /** Builds the layers inside a Residual, which follow each other from its input on. */
  readonly inside: (layers: readonly LayerSpec[]) => Stack;
  /** Seeds for masks, anew at each call. */
  readonly nextSeed: () => number;
}

/** What a layer is made of. */
export interface LayerParts {
  readonly weights: readonly WeightSpec[];
  readonly stages: readonly Stage[];
  /** Of a block, the layers inside it. */
  readonly inner?: readonly BuiltLayer[];
  /** Of a block, what it makes of its input and of what the layers inside made of that. */
  readonly join?: Join;
}

/** A layer of a stack, built. */
export interface BuiltLayer extends LayerParts {
  readonly name: string;
}

/** Layers that follow each other. */
export interface Stack extends LayerParts {
  readonly layers: readonly BuiltLayer[];
}

export type BuildLayer<T extends LayerType> = (layer: LayerOf<T>, place: LayerPlace) => LayerParts;

/** A layer of one op without weights. */
export const only = (forward: ShardForward, kind: Stage['kind'] = 'other'): LayerParts => ({
  weights: [],
  stages: [stage(each(forward), kind)],
});

/** The stages one after the other, as one function. */
export const inOrder =
  (stages: readonly Stage[]): Forward =>
  (shards, context) =>
    stages.reduce((values, stage) => stage.forward(values, context), shards);
