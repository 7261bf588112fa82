import { LIGHT } from '../../data/augment.ts';
import { BATCH_NORM, PROBABILITIES, normalised, square } from './blocks.ts';
import { definePreset, TENTH, type LayerInput } from './preset.ts';

/** Two 3x3 convolutions around which the input passes: as it is, or halved and widened by a 1x1 convolution. */
const block = (filters: number, halves: boolean): LayerInput => ({
  type: 'Residual',
  layers: [
    ...normalised(filters, 3, { padding: 'same', strides: square(halves ? 2 : 1) }),
    { type: 'Conv2D', filters, kernelSize: square(3), padding: 'same', useBias: false },
    BATCH_NORM,
  ],
  shortcut: halves ? 'conv' : 'identity',
  activation: 'relu',
});

/**
 * A residual network of eight weighted layers: 28 x 28, 14 x 14 and 7 x 7 with 16, 32 and 64 maps; 78,042 parameters.
 *
 * Source: He, Zhang, Ren and Sun, "Deep residual learning for image recognition" (arXiv:1512.03385), its network for CIFAR-10
 * (section 4.2) with n = 1 and projections where the size changes (option B). SGD with momentum 0.9 and a weight decay of
 * 0.0001 are from there; decoupled, without the momentum that makes ten of it, the decay is a thousandth.
 */
export const residual = definePreset({
  id: 'residual',
  family: 'cnn',
  name: 'Residual CNN',
  layers: [
    ...normalised(16, 3, { padding: 'same' }),
    block(16, false),
    block(32, true),
    block(64, true),
    { type: 'GlobalAveragePooling2D' },
    PROBABILITIES,
  ],
  recipe: {
    optimizer: { name: 'nesterov', learningRate: 0.1, momentum: 0.9, weightDecay: 0.001 },
    schedule: { kind: 'oneCycle' },
    batchSize: 128,
    epochs: 12,
    validation: TENTH,
    augmentation: LIGHT,
  },
});
