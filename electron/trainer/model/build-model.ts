import type { Tensor } from '@tensorflow/tfjs-core';
import type { ModelSpec } from '../../../shared/contract/schemas/model.ts';
import { describeDigitModel } from '../../../shared/model/shapes.ts';
import { stream } from '../../../shared/random/random.ts';
import { Variable } from '../ops/variable.ts';
import { initialize } from './initialize.ts';
import type { ForwardContext, Stage, TrainingContext, WeightSpec } from './layer.ts';
import { layerParts } from './layers.ts';

/** A model as a function over explicit variables: nothing here knows how its variables are trained. */
export interface Model {
  readonly spec: ModelSpec;
  readonly parameters: number;
  /** In layer order, trainable or not: the order of files and of weightsSha256. */
  readonly variables: readonly Variable[];
  /**
   * x [n, height, width, channels] in [0, 1] to logits [n, 10]. `read` gives a variable's value; with `training`,
   * dropout and the batch's moments are used.
   */
  forward(x: Tensor, read: (variable: Variable) => Tensor, training: TrainingContext | null): Tensor;
  dispose(): void;
}

/**
 * Builds a model whose weights are Keras's initial ones, drawn from the seed's `init` stream.
 * Throws `model-invalid` (see describeDigitModel).
 */
export function buildModel(spec: ModelSpec, seed: number): Model {
  const { stages, weights, parameters } = assemble(spec, seed);
  const init = stream(seed, 'init');
  const variables = weights.map((w) => new Variable(w.path, w.shape, initialize(w, init), w.trainable));
  const byPath = new Map(variables.map((variable) => [variable.name, variable]));
  return {
    spec,
    parameters,
    variables,
    forward(x, read, training) {
      const context: ForwardContext = { weight: (path) => read(byPath.get(path)!), training };
      return stages.reduce((value, stage) => stage.forward(value, context), x);
    },
    dispose: () => variables.forEach((variable) => variable.dispose()),
  };
}

function assemble(spec: ModelSpec, seed: number): { stages: Stage[]; weights: WeightSpec[]; parameters: number } {
  const info = describeDigitModel(spec);
  const seeds = stream(seed, 'dropout');
  const stages: Stage[] = [];
  const weights: WeightSpec[] = [];
  spec.layers.forEach((layer, i) => {
    const place = {
      name: info.layers[i]!.name,
      inputShape: i === 0 ? spec.inputShape : info.layers[i - 1]!.outputShape,
      first: weights.length === 0,
      seed: seeds.next(),
    };
    const parts = layerParts(layer, place);
    stages.push(...parts.stages);
    weights.push(...parts.weights);
  });
  return { stages: poolFirst(stages), weights, parameters: info.parameters };
}

/**
 * Moves max pools before the bias and relu that they follow. Both are monotone, in exact and in rounded arithmetic, so
 * the values stay the same to the bit; bias, relu and their gradients then work on a quarter of the values.
 */
function poolFirst(stages: readonly Stage[]): Stage[] {
  const result: Stage[] = [];
  for (const stage of stages) {
    let at = result.length;
    if (stage.kind === 'maxPool') while (at > 0 && result[at - 1]!.kind === 'monotone') at--;
    result.splice(at, 0, stage);
  }
  return result;
}
