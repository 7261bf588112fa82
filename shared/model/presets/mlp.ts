import { NO_AUGMENTATION } from '../../data/augment.ts';
import { PROBABILITIES } from './blocks.ts';
import { definePreset, TENTH } from './preset.ts';

/**
 * A multilayer perceptron: two hidden layers of 512 with dropout; 669,706 parameters, about 98.4 %.
 *
 * Source: Keras's example mnist_mlp.py (F. Chollet, 2015), with its optimizer (RMSprop, 0.001), batches of 128 and 20 epochs.
 * The falling rate is ours.
 */
export const mlp = definePreset({
  id: 'mlp',
  family: 'baseline',
  name: 'MLP',
  layers: [
    { type: 'Flatten' },
    { type: 'Dense', units: 512, activation: 'relu' },
    { type: 'Dropout', rate: 0.2 },
    { type: 'Dense', units: 512, activation: 'relu' },
    { type: 'Dropout', rate: 0.2 },
    PROBABILITIES,
  ],
  recipe: {
    optimizer: { name: 'rmsprop', learningRate: 0.001 },
    schedule: { kind: 'cosine' },
    batchSize: 128,
    epochs: 20,
    validation: TENTH,
    augmentation: NO_AUGMENTATION,
  },
});
