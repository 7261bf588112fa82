import type { LayerSpec } from '../../../shared/contract/schemas/model.ts';
import type { LayerInfo } from '../../../shared/model/shapes.ts';
import { type BuiltLayer, type LayerPlace, type Stack, stage, type Stage, type WeightSpec } from './layer.ts';
import { layerParts } from './layers.ts';

/**
 * Builds the layers that `infos` describe, in order. `place` says what holds for the whole stack. Its `stages` are the
 * layers' own, with pools moved ahead of what may follow them.
 */
export function buildStack(
  specs: readonly LayerSpec[],
  infos: readonly LayerInfo[],
  place: Pick<LayerPlace, 'first' | 'frozen' | 'nextSeed'>,
): Stack {
  let { first } = place;
  const layers = specs.map((spec, i): BuiltLayer => {
    const { name, inputShape, outputShape, layers: innerInfos } = infos[i]!;
    const own = { ...place, first, frozen: place.frozen || spec.trainable === false };
    const inside = (inner: readonly LayerSpec[]): Stack => buildStack(inner, innerInfos, own);
    const parts = layerParts(spec, { ...own, name, inputShape, outputShape, inside });
    const weights = own.frozen ? parts.weights.map(freeze) : parts.weights;
    first &&= !weights.some(({ trainable }) => trainable);
    return { ...parts, name, weights };
  });
  return {
    layers,
    weights: layers.flatMap(({ weights }) => weights),
    stages: poolFirst(layers.flatMap(({ stages }) => stages)),
  };
}

/** A frozen layer's weights get no gradient and, as in Keras, add no penalty. */
const freeze = ({ path, shape, initializer }: WeightSpec): WeightSpec => ({
  path,
  shape,
  initializer,
  trainable: false,
  frozen: true,
});

/**
 * Moves max pools before the bias and activation that they follow, or between their value and their gradient. Those never
 * fall where their input rises, so the largest stays the largest; what comes after the pool works on a quarter of the values.
 */
export function poolFirst(stages: readonly Stage[]): Stage[] {
  const result: Stage[] = [];
  for (const next of stages) {
    const parts = result.at(-1)?.aroundPool;
    if (next.kind !== 'maxPool') result.push(next);
    else if (parts) result.splice(-1, 1, stage(parts.value), next, stage(parts.gradient));
    else {
      let at = result.length;
      while (at > 0 && result[at - 1]!.kind === 'monotone') at--;
      result.splice(at, 0, next);
    }
  }
  return result;
}
