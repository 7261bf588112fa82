import { NO_AUGMENTATION } from '../../data/augment.ts';
import { PROBABILITIES } from './blocks.ts';
import { definePreset, TENTH } from './preset.ts';

/**
 * Softmax regression: each digit a weighted sum of the 784 pixels; 7,850 parameters, about 92 %. The baseline for all
 * others.
 *
 * Source: the linear classifier of LeCun, Bottou, Bengio and Haffner, "Gradient-based learning applied to document
 * recognition" (Proc. IEEE 86, 1998); in this form, with plain gradient descent at 0.5, TensorFlow's first tutorial
 * ("MNIST For ML Beginners", 2015).
 */
export const softmax = definePreset({
  id: 'softmax',
  family: 'baseline',
  name: 'Softmax regression',
  layers: [{ type: 'Flatten' }, PROBABILITIES],
  recipe: {
    optimizer: { name: 'sgd', learningRate: 0.5 },
    schedule: { kind: 'cosine' },
    batchSize: 128,
    epochs: 10,
    validation: TENTH,
    augmentation: NO_AUGMENTATION,
  },
});
