import { definePreset, TENTH } from './preset.ts';
import { normalised } from './blocks.ts';

/**
 * Reads lines of any width: three convolutions that are pooled in height more than in width, one that folds what is left of the height
 * into features, so that each step is two pixels wide, a bidirectional GRU over the steps, and at each the probabilities of all signs and
 * of CTC's blank. 278,862 parameters for digits and marks, 1.1 MB of float32.
 *
 * Source: convolutions, a recurrent layer over their columns and CTC (Graves et al. 2006) are the CRNN of Shi, Bai and Yao
 * (arXiv:1507.05717); one GRU in place of its two LSTMs is enough for lines of digits.
 */
export const lineReader = definePreset({
  id: 'line-reader',
  family: 'rnn',
  name: 'Line reader',
  inputShape: [32, 160, 1],
  layers: [
    ...normalised(24, 3, { padding: 'same' }),
    { type: 'MaxPooling2D' },
    ...normalised(48, 3, { padding: 'same' }),
    { type: 'MaxPooling2D', poolSize: [2, 1] },
    ...normalised(96, 3, { padding: 'same' }),
    { type: 'MaxPooling2D', poolSize: [2, 1] },
    ...normalised(112, [4, 3]),
    { type: 'Reshape', targetShape: [78, 112] },
    { type: 'Dropout', rate: 0.2 },
    { type: 'GRU', units: 80, bidirectional: true, returnSequences: true },
    { type: 'Dropout', rate: 0.2 },
    { type: 'Dense', units: 22, activation: 'softmax' },
  ],
  recipe: {
    optimizer: { name: 'adam', learningRate: 0.003 },
    schedule: { kind: 'oneCycle', warmUp: 0.1 },
    gradientClip: { kind: 'norm', limit: 3 },
    ema: { decay: 0.999 },
    batchSize: 64,
    epochs: 40,
    augmentation: {},
    validation: TENTH,
  },
});
