import { NO_AUGMENTATION } from '../../data/augment.ts';
import { PROBABILITIES, square } from './blocks.ts';
import { definePreset, TENTH } from './preset.ts';

/**
 * The classic MNIST CNN: Conv32-3x3, pool, Conv64-3x3, pool, Dense128, Dense10; 225,034 parameters.
 *
 * Source: the convolutional stack of Keras's own example "Simple MNIST convnet" (keras.io/examples/vision/mnist_convnet,
 * F. Chollet, 2015) with a Dense128 in place of its Dropout, as TensorFlow's and tfjs's MNIST tutorials have it.
 * Padding is Keras's default, `valid`, so the images shrink 28 -> 26 -> 13 -> 11 -> 5. The recipe is theirs too: Adam
 * with 0.001, batches of 128, 10 epochs, a tenth of the training images for validation. Their `validation_split` takes
 * the last images of the file (offered as `tail`); ours draws them from each class by the seed.
 */
export const tutorial = definePreset({
  id: 'tutorial',
  family: 'cnn',
  name: 'Tutorial CNN',
  layers: [
    { type: 'Conv2D', filters: 32, kernelSize: square(3), activation: 'relu' },
    { type: 'MaxPooling2D' },
    { type: 'Conv2D', filters: 64, kernelSize: square(3), activation: 'relu' },
    { type: 'MaxPooling2D' },
    { type: 'Flatten' },
    { type: 'Dense', units: 128, activation: 'relu' },
    PROBABILITIES,
  ],
  recipe: {
    optimizer: { name: 'adam', learningRate: 0.001 },
    batchSize: 128,
    epochs: 10,
    validation: TENTH,
    augmentation: NO_AUGMENTATION,
  },
});
