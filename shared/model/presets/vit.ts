import { LIGHT } from '../../data/augment.ts';
import { PROBABILITIES, square } from './blocks.ts';
import { definePreset, TENTH, type LayerInput } from './preset.ts';

const block: LayerInput = { type: 'TransformerEncoder', heads: 4, mlpRatio: 2, dropout: 0.1 };

/**
 * A vision transformer: 49 patches of 4x4 pixels as tokens of width 64, four encoder blocks of four heads; 138,890 parameters.
 *
 * Source: Dosovitskiy et al., "An image is worth 16x16 words" (arXiv:2010.11929), with learned positions and pre-norm blocks.
 * The mean over the tokens in place of a class token is from Beyer, Zhai and Kolesnikov's "Better plain ViT baselines for
 * ImageNet-1k" (arXiv:2205.01580); MLPs of twice the width from Keras's example image_classification_with_vision_transformer
 * (K. Salama, 2021). AdamW, a warm-up and a cosine are how transformers are trained.
 */
export const vit = definePreset({
  id: 'vit',
  family: 'transformer',
  name: 'Vision transformer',
  layers: [
    { type: 'PatchEmbedding', patchSize: square(4), units: 64 },
    { type: 'PositionEmbedding' },
    block,
    block,
    block,
    block,
    { type: 'LayerNormalization' },
    { type: 'GlobalAveragePooling1D' },
    PROBABILITIES,
  ],
  recipe: {
    optimizer: { name: 'adamw', learningRate: 0.001, weightDecay: 0.05 },
    schedule: { kind: 'cosine' },
    warmUpEpochs: 1,
    batchSize: 128,
    epochs: 20,
    validation: TENTH,
    augmentation: LIGHT,
    gradientClip: { kind: 'norm', limit: 1 },
  },
});
