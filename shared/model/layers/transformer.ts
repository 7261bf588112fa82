import { elements, shapeText } from '../info.ts';
import type { LayerDefinition } from './definition.ts';
import { biasOf, image, sequence, weight } from './place.ts';

/** Kernel [height, width, in, units] and a bias: a convolution whose strides are its size. `patch-uneven` {patch}. */
export const patchEmbedding: LayerDefinition<'PatchEmbedding'> = {
  base: 'patch_embedding',
  takes: ['image'],
  fresh: ([height, width]) => ({ patchSize: [patchSide(height!), patchSide(width!)], units: 64 }),
  measure({ patchSize, units }, place) {
    const [height, width, channels] = image(place);
    if (height % patchSize[0] !== 0 || width % patchSize[1] !== 0) {
      place.fail('patch-uneven', { patch: shapeText(patchSize), shape: shapeText(place.shape) });
    }
    const patches = (height / patchSize[0]) * (width / patchSize[1]);
    return {
      outputShape: [patches, units],
      weights: [weight(place, 'kernel', [...patchSize, channels, units]), ...biasOf(place, true, units)],
      macs: height * width * channels * units,
      kept: patches * units,
    };
  },
};

/** About four pixels, and so that patches part the side evenly. */
const patchSide = (side: number): number =>
  Array.from({ length: 61 }, (_, i) => i + 4).find((size) => side % size === 0) ?? 1;

/** One learned vector for each step. */
export const positionEmbedding: LayerDefinition<'PositionEmbedding'> = {
  base: 'position_embedding',
  takes: ['sequence'],
  fresh: () => ({}),
  measure(_, place) {
    const shape = sequence(place);
    return { outputShape: shape, weights: [weight(place, 'embeddings', shape)], macs: 0, kept: elements(shape) };
  },
};

/** Of an encoder's two normalisations: as ViT has it; Keras's own default for the layer is 0.001. */
export const TRANSFORMER_EPSILON = 1e-6;

/** Units of the MLP's first layer. */
export const mlpUnits = (mlpRatio: number, features: number): number => Math.max(1, Math.round(mlpRatio * features));

/**
 * Two layer normalisations, attention with biases on queries, keys, values and output, and an MLP of two dense layers.
 * Kept: both norms, queries, keys, values, the attention's weights and what they gather, both sums, and the MLP's middle
 * before and after gelu; with dropout, both branches before it too.
 */
export const transformerEncoder: LayerDefinition<'TransformerEncoder'> = {
  base: 'transformer_encoder',
  takes: ['sequence'],
  fresh: ([, features]) => ({ heads: features! % 4 === 0 ? 4 : 1 }),
  measure(layer, place) {
    const [steps, features] = sequence(place);
    const { heads, width = features, mlpRatio, dropout } = layer;
    if (width % heads !== 0) place.fail('heads-uneven', { heads, width });
    const hidden = mlpUnits(mlpRatio, features);
    const norm = (path: string) => [
      weight(place, `${path}/gamma`, [features]),
      weight(place, `${path}/beta`, [features]),
    ];
    const linear = (path: string, inputs: number, outputs: number) => [
      weight(place, `${path}/kernel`, [inputs, outputs]),
      weight(place, `${path}/bias`, [outputs]),
    ];
    return {
      outputShape: [steps, features],
      weights: [
        ...norm('attention_norm'),
        ...linear('attention/query', features, width),
        ...linear('attention/key', features, width),
        ...linear('attention/value', features, width),
        ...linear('attention/output', width, features),
        ...norm('mlp_norm'),
        ...linear('mlp/dense', features, hidden),
        ...linear('mlp/dense_1', hidden, features),
      ],
      macs: steps * (4 * features * width + 2 * steps * width + 2 * features * hidden),
      kept: steps * ((dropout > 0 ? 6 : 4) * features + 4 * width + heads * steps + 2 * hidden),
    };
  },
};
