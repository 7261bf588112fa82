import { NO_AUGMENTATION } from '../../data/augment.ts';
import { PROBABILITIES } from './blocks.ts';
import { definePreset, TENTH } from './preset.ts';

/**
 * An LSTM of 128 that reads the image row by row, 28 steps of 28 pixels; 81,674 parameters.
 *
 * Source: Hochreiter and Schmidhuber, "Long short-term memory" (Neural Computation 9, 1997); over the rows of MNIST as in
 * Keras's guide "Working with RNNs" (F. Chollet, S. Zhu, 2019). Gradients are clipped by their norm after Pascanu,
 * Mikolov and Bengio (arXiv:1211.5063).
 */
export const lstm = definePreset({
  id: 'lstm',
  family: 'rnn',
  name: 'LSTM over rows',
  layers: [{ type: 'Reshape', targetShape: [28, 28] }, { type: 'LSTM', units: 128 }, PROBABILITIES],
  recipe: {
    optimizer: { name: 'adam', learningRate: 0.003 },
    schedule: { kind: 'oneCycle' },
    batchSize: 128,
    epochs: 12,
    validation: TENTH,
    augmentation: NO_AUGMENTATION,
    gradientClip: { kind: 'norm', limit: 1 },
  },
});
