import { LIGHT } from '../../data/augment.ts';
import { PROBABILITIES, square } from './blocks.ts';
import { definePreset, TENTH } from './preset.ts';

/**
 * LeNet-5, the first convolutional network that read digits for a living; 61,706 parameters.
 *
 * Source: LeCun, Bottou, Bengio and Haffner, "Gradient-based learning applied to document recognition" (Proc. IEEE 86, 1998).
 * As it is rebuilt today: `same` padding takes the place of the 32x32 frame, plain averages that of the trained
 * subsampling, every map of the second convolution sees all of the first, and softmax stands for the radial basis
 * functions. Tanh is the paper's, and so are distorted images; Adam is not.
 */
export const lenet5 = definePreset({
  id: 'lenet5',
  family: 'cnn',
  name: 'LeNet-5',
  layers: [
    { type: 'Conv2D', filters: 6, kernelSize: square(5), padding: 'same', activation: 'tanh' },
    { type: 'AveragePooling2D' },
    { type: 'Conv2D', filters: 16, kernelSize: square(5), activation: 'tanh' },
    { type: 'AveragePooling2D' },
    { type: 'Flatten' },
    { type: 'Dense', units: 120, activation: 'tanh' },
    { type: 'Dense', units: 84, activation: 'tanh' },
    PROBABILITIES,
  ],
  recipe: {
    optimizer: { name: 'adam', learningRate: 0.002 },
    schedule: { kind: 'cosine' },
    batchSize: 128,
    epochs: 15,
    validation: TENTH,
    augmentation: LIGHT,
  },
});
