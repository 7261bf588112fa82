import { LIGHT } from '../../data/augment.ts';
import { PROBABILITIES } from './blocks.ts';
import { definePreset, TENTH } from './preset.ts';

/**
 * Two layers of GRUs of 64 that read the rows from above and from below at once; 111,882 parameters.
 *
 * Source: the GRU of Cho et al. (arXiv:1406.1078) in the form with the reset after the product that cuDNN and Keras use, both
 * ways after Schuster and Paliwal, "Bidirectional recurrent neural networks" (IEEE Trans. Signal Processing 45, 1997).
 */
export const bigru = definePreset({
  id: 'bigru',
  family: 'rnn',
  name: 'Bidirectional GRU',
  layers: [
    { type: 'Reshape', targetShape: [28, 28] },
    { type: 'GRU', units: 64, bidirectional: true, returnSequences: true },
    { type: 'GRU', units: 64, bidirectional: true },
    { type: 'Dropout', rate: 0.2 },
    PROBABILITIES,
  ],
  recipe: {
    optimizer: { name: 'adam', learningRate: 0.003 },
    schedule: { kind: 'oneCycle' },
    batchSize: 128,
    epochs: 12,
    validation: TENTH,
    augmentation: LIGHT,
    gradientClip: { kind: 'norm', limit: 1 },
  },
});
