import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { CancelSignal } from '../../../shared/contract/define.ts';
import { AppError } from '../../../shared/contract/errors.ts';
import type { LayerActivations } from '../../../shared/contract/schemas/activations.ts';
import type { ModelSpec } from '../../../shared/contract/schemas/model.ts';
import { pictured } from '../../../shared/evaluation/pictured.ts';
import { elements } from '../../../shared/model/info.ts';
import { describeModel, type LayerInfo } from '../../../shared/model/shapes.ts';
import { refuseIfAborted } from '../../../shared/rpc/cancel.ts';
import type { NamedTensor } from '../formats/safetensors.ts';
import { buildModel, type Model } from '../model/build-model.ts';
import type { Variable } from '../ops/variable.ts';

/** The seed of weights that nobody trained: the same digit looks the same each time. */
const SEED = 0;

export interface Question {
  readonly spec: ModelSpec;
  /** One image of its size, 0 paper to 255 ink. */
  readonly image: Uint8Array;
  /** A trained model's weights: those of the same path and shape are taken. */
  readonly weights: readonly NamedTensor[];
}

/**
 * What each of a model's layers makes of an image, as pictures; of a block its layers, too. Throws `model-invalid`, `image-size`, `model-not-finite` where
 * its numbers overflow, and `cancelled`.
 */
export async function activationsOf(
  { spec, image, weights }: Question,
  signal: CancelSignal,
): Promise<LayerActivations[]> {
  const [height, width] = spec.inputShape;
  if (image.length !== elements(spec.inputShape))
    throw new AppError('image-size', { height, width, bytes: image.length });
  const model = buildModel(spec, SEED);
  try {
    const taken = takeWhatFits(model.variables, weights);
    const found: LayerActivations[] = [];
    /** Through layers that follow each other, and through those inside a block before the block; what is given stays. */
    const walk = async (layers: Model['layers'], infos: readonly LayerInfo[], given: Tensor, at: number[]) => {
      let x = given;
      try {
        for (const [i, layer] of layers.entries()) {
          refuseIfAborted(signal);
          const [before, path] = [x, [...at, i]];
          if (layer.inner.length > 0) await walk(layer.inner, infos[i]!.layers, before, path);
          x = tf.tidy(() => layer.forward(before, (variable) => variable.read()));
          // Outside training a Dropout hands on what it got.
          if (x !== before && before !== given) before.dispose();
          found.push({ path, ...(await picturesOf(x, infos[i]!, trainedOf(layer, taken))) });
        }
      } finally {
        if (x !== given) x.dispose();
      }
    };
    const input = tf.tensor(
      Float32Array.from(image, (level) => level / 255),
      [1, ...spec.inputShape],
    );
    try {
      await walk(model.layers, describeModel(spec).layers, input, []);
    } finally {
      input.dispose();
    }
    return found;
  } finally {
    model.dispose();
  }
}

async function picturesOf(
  x: Tensor,
  { name, outputShape }: LayerInfo,
  trained: boolean | null,
): Promise<Omit<LayerActivations, 'path'>> {
  const values = await x.data<'float32'>();
  if (!values.every(Number.isFinite)) throw new AppError('model-not-finite');
  return { name, shape: [...outputShape], ...pictured(values, outputShape), trained };
}

function takeWhatFits(variables: readonly Variable[], weights: readonly NamedTensor[]): ReadonlySet<Variable> {
  const byName = new Map(weights.map((tensor) => [tensor.name, tensor]));
  const taken = new Set<Variable>();
  for (const variable of variables) {
    const own = byName.get(variable.name);
    if (!own || String(own.shape) !== String(variable.shape)) continue;
    variable.write(own.values);
    taken.add(variable);
  }
  return taken;
}

const trainedOf = ({ variables }: Model['layers'][number], taken: ReadonlySet<Variable>): boolean | null =>
  variables.length === 0 ? null : variables.every((variable) => taken.has(variable));
