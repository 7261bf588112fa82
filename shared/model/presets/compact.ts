import { LIGHT } from '../../data/augment.ts';
import { normalised, PROBABILITIES } from './blocks.ts';
import { definePreset, TENTH } from './preset.ts';

/**
 * Accuracy for little: five 3x3 convolutions, each normalised, and a mean over the last maps in place of a dense layer;
 * 14,610 parameters, 58 kB of float32.
 *
 * Source: the mean over each map is Lin, Chen and Yan's (Network in Network, arXiv:1312.4400): 320 weights lead from there to
 * the digits, where the flattened maps would take 5,120. 3x3 convolutions and normalisation as in the starter.
 */
export const compact = definePreset({
  id: 'compact',
  family: 'cnn',
  name: 'Compact CNN',
  layers: [
    ...normalised(8, 3),
    ...normalised(16, 3),
    { type: 'MaxPooling2D' },
    ...normalised(16, 3),
    ...normalised(24, 3),
    { type: 'MaxPooling2D' },
    ...normalised(32, 3, { padding: 'same' }),
    { type: 'GlobalAveragePooling2D' },
    PROBABILITIES,
  ],
  recipe: {
    optimizer: { name: 'adam', learningRate: 0.01 },
    schedule: { kind: 'oneCycle' },
    batchSize: 128,
    epochs: 15,
    validation: TENTH,
    augmentation: LIGHT,
  },
});
