import { LIGHT } from '../../data/augment.ts';
import { normalised, PROBABILITIES } from './blocks.ts';
import { definePreset, TENTH } from './preset.ts';

/**
 * The starter model's network, as resources/starter was trained: six 3x3 convolutions in three pairs of growing width,
 * each normalised; 75,034 parameters, 300 kB of float32. Normalisation and light augmentation are what carry so small a
 * network past 99.4 % on MNIST.
 *
 * Source: pairs of 3x3 convolutions, which see what one 5x5 sees with fewer weights, are VGG's (Simonyan and Zisserman,
 * arXiv:1409.1556); normalisation before each ReLU is Ioffe and Szegedy's (arXiv:1502.03167).
 */
export const starter = definePreset({
  id: 'starter',
  family: 'cnn',
  name: 'Starter CNN',
  layers: [
    ...normalised(16, 3),
    ...normalised(16, 3),
    { type: 'MaxPooling2D' },
    ...normalised(32, 3),
    ...normalised(32, 3),
    { type: 'MaxPooling2D' },
    ...normalised(64, 3, { padding: 'same' }),
    ...normalised(64, 3),
    { type: 'Flatten' },
    { type: 'Dropout', rate: 0.3 },
    PROBABILITIES,
  ],
  recipe: {
    optimizer: { name: 'adam', learningRate: 0.001 },
    batchSize: 128,
    epochs: 15,
    validation: TENTH,
    augmentation: LIGHT,
  },
});
