import { definePreset, TENTH, type LayerInput } from './preset.ts';
import { BATCH_NORM, normalised, square } from './blocks.ts';

/** A 3x3 convolution around which the input passes, or two with fewer maps between them. */
const around = (filters: number, between?: number): LayerInput => ({
  type: 'Residual',
  layers: [
    ...(between === undefined ? [] : normalised(between, 3, { padding: 'same' })),
    { type: 'Conv2D', filters, kernelSize: square(3), padding: 'same', useBias: false },
    BATCH_NORM,
  ],
  activation: 'relu',
});

/**
 * Reads lines of any width: convolutions that are pooled in height more than in width, the middle ones with residual blocks between them, one
 * that folds what is left of the height into features, so that each step is two pixels wide, a bidirectional GRU over the steps, and at each the
 * probabilities of all signs and of CTC's blank. 369,454 parameters for digits and marks, 1.5 MB of float32.
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
    around(48),
    { type: 'MaxPooling2D', poolSize: [2, 1] },
    ...normalised(96, 3, { padding: 'same' }),
    { type: 'MaxPooling2D', poolSize: [2, 1] },
    around(96, 40),
    ...normalised(112, [4, 3]),
    { type: 'Reshape', targetShape: [78, 112] },
    { type: 'Dropout', rate: 0.1 },
    { type: 'GRU', units: 80, bidirectional: true, returnSequences: true },
    { type: 'Dropout', rate: 0.1 },
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
