import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { ModelSpec } from '../../../shared/contract/schemas/model.ts';
import { elements, type Shape } from '../../../shared/model/info.ts';
import { describeClassifier } from '../../../shared/model/shapes.ts';
import { stream } from '../../../shared/random/random.ts';
import { l2Penalty } from '../ops/loss.ts';
import { Variable } from '../ops/variable.ts';
import { initialize } from './initialize.ts';
import {
  type BuiltLayer,
  each,
  type Forward,
  type ForwardContext,
  inOrder,
  type Observe,
  type Stack,
  type TrainingContext,
} from './layer.ts';
import { inShards } from './shards.ts';
import { buildStack, poolFirst } from './stack.ts';

/** Gives a variable's value as the computation is to see it. */
export type Read = (variable: Variable) => Tensor;

/** One layer of a model by itself. */
export interface ModelLayer {
  readonly name: string;
  readonly variables: readonly Variable[];
  /** Of a block, the layers inside it, which begin with what comes into the block. */
  readonly inner: readonly ModelLayer[];
  forward(x: Tensor, read: Read, observe?: Observe): Tensor;
  /** Of a block, what it makes of its input and of what the layers inside made of that; null of any other layer. */
  readonly join: ((x: Tensor, inner: Tensor, read: Read) => Tensor) | null;
}

/** A model as a function over explicit variables: nothing here knows how its variables are trained. */
export interface Model {
  readonly spec: ModelSpec;
  readonly parameters: number;
  /** How many logits it gives of an image, or at each step of a line. */
  readonly classes: number;
  /** [classes], or [steps, classes] of a line. */
  readonly outputShape: Shape;
  /** How many features it forms of an image: the values that its last layer with weights takes. */
  readonly features: number;
  /** In layer order, trainable or not: the order of files and of weightsSha256. */
  readonly variables: readonly Variable[];
  /** Those that training may change, by gradients or as moving averages: not those of frozen layers. */
  readonly changing: readonly Variable[];
  /** The layers as the spec has them, one by one: `forward` gives the same, but may take them in a quicker order. */
  readonly layers: readonly ModelLayer[];
  /**
   * x [n, height, width, channels] in [0, 1] to logits [n, ...outputShape]. With `training`, dropout and the batch's moments are
   * used.
   */
  forward(x: Tensor, read: Read, training: TrainingContext | null): Tensor;
  /** The same in two parts: what the first `layers` layers make of x outside training, and the others of that. */
  forwardTo(layers: number, x: Tensor, read: Read): Tensor;
  forwardFrom(layers: number, x: Tensor, read: Read, training: TrainingContext | null): Tensor;
  /** x as for `forward`, outside training, to logits and then features, [n, classes + features]. */
  insight(x: Tensor, read: Read): Tensor;
  /** What the weights themselves add to the loss (L2), a scalar; null if nothing. */
  penalty(read: Read): Tensor | null;
  dispose(): void;
}

export interface BuildOptions {
  /** The gradient goes through to the images: for who asks what a model looks at. Training has no use for it. */
  readonly inputGradient?: boolean;
}

/**
 * Builds a model whose weights are Keras's initial ones, drawn from the seed's `init` stream.
 * Throws `model-invalid` (see describeClassifier).
 */
export function buildModel(spec: ModelSpec, seed: number, { inputGradient = false }: BuildOptions = {}): Model {
  const info = describeClassifier(spec);
  const [init, seeds] = [stream(seed, 'init'), stream(seed, 'dropout')];
  const stack = buildStack(spec.layers, info.layers, {
    first: !inputGradient,
    frozen: false,
    nextSeed: () => seeds.next(),
  });
  const variables = stack.weights.map((w) => new Variable(w.path, w.shape, initialize(w, init), w.trainable));
  const byPath = new Map(variables.map((variable) => [variable.name, variable]));
  const penalised = stack.weights.flatMap(({ path, l2 }) => (l2 === undefined ? [] : [{ path, l2 }]));
  const contextOf = (read: Read, training: TrainingContext | null, observe?: Observe): ForwardContext => ({
    weight: (path) => read(byPath.get(path)!),
    training,
    observe,
  });
  const apply = (
    forward: Forward,
    x: Tensor,
    read: Read,
    training: TrainingContext | null,
    observe?: Observe,
  ): Tensor => {
    const context = contextOf(read, training, observe);
    return inShards(x, (shards) => forward(shards, context));
  };
  const layerOf = ({ name, stages, weights, inner = [], join }: BuiltLayer): ModelLayer => {
    const layer = inOrder(stages);
    return {
      name,
      variables: weights.map(({ path }) => byPath.get(path)!),
      inner: inner.map(layerOf),
      forward: (x, read, observe) => apply(layer, x, read, null, observe),
      join: join ? (x, inside, read) => join([x], [inside], contextOf(read, null))[0]! : null,
    };
  };
  const whole = inOrder(stack.stages);
  const last = stack.layers.map(({ weights }) => weights.length > 0).lastIndexOf(true);
  const insight = withFeatures(stack, last);
  return {
    spec,
    parameters: info.parameters,
    classes: info.outputShape.at(-1)!,
    outputShape: info.outputShape,
    features: elements(info.layers[last]!.inputShape),
    variables,
    changing: variables.filter((_, i) => !stack.weights[i]!.frozen),
    layers: stack.layers.map(layerOf),
    forward: (x, read, training) => apply(whole, x, read, training),
    forwardTo: (layers, x, read) => apply(partOf(stack, 0, layers), x, read, null),
    forwardFrom: (layers, x, read, training) => apply(partOf(stack, layers), x, read, training),
    insight: (x, read) => apply(insight, x, read, null),
    penalty(read) {
      if (penalised.length === 0) return null;
      return tf.addN(penalised.map(({ path, l2 }) => l2Penalty(read(byPath.get(path)!), l2)));
    },
    dispose: () => variables.forEach((variable) => variable.dispose()),
  };
}

const partOf = ({ layers }: Stack, from: number, to?: number): Forward =>
  inOrder(poolFirst(layers.slice(from, to).flatMap(({ stages }) => stages)));

/** The stack as a function that gives its logits and, after them, what goes into layer `last`. */
function withFeatures(stack: Stack, last: number): Forward {
  const [before, after] = [partOf(stack, 0, last), partOf(stack, last)];
  const flat = each((x) => tf.reshape(x, [x.shape[0]!, -1]));
  return (shards, context) => {
    const features = before(shards, context);
    const logits = after(features, context);
    return flat(features, context).map((x, i) => tf.concat([logits[i]!, x], 1));
  };
}
