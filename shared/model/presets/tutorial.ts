import type { Preset } from './preset.ts';

/**
 * The classic MNIST CNN: Conv32-3x3, pool, Conv64-3x3, pool, Dense128, Dense10; 225,034 parameters.
 *
 * Source: the convolutional stack of Keras's own example "Simple MNIST convnet" (keras.io/examples/vision/mnist_convnet,
 * F. Chollet, 2015) with a Dense128 in place of its Dropout, as TensorFlow's and tfjs's MNIST tutorials have it.
 * Padding is Keras's default, `valid`, so the images shrink 28 -> 26 -> 13 -> 11 -> 5. The recipe is theirs too: Adam
 * with 0.001, batches of 128, 10 epochs, a tenth of the training images for validation. Their `validation_split` takes
 * the last images of the file (offered as `tail`); ours draws them from each class by the seed.
 */
export const tutorial: Preset = {
  id: 'tutorial',
  model: {
    version: 1,
    name: 'Tutorial CNN',
    inputShape: [28, 28, 1],
    layers: [
      {
        type: 'Conv2D',
        filters: 32,
        kernelSize: [3, 3],
        strides: [1, 1],
        padding: 'valid',
        activation: 'relu',
        useBias: true,
      },
      { type: 'MaxPooling2D', poolSize: [2, 2], padding: 'valid' },
      {
        type: 'Conv2D',
        filters: 64,
        kernelSize: [3, 3],
        strides: [1, 1],
        padding: 'valid',
        activation: 'relu',
        useBias: true,
      },
      { type: 'MaxPooling2D', poolSize: [2, 2], padding: 'valid' },
      { type: 'Flatten' },
      { type: 'Dense', units: 128, activation: 'relu', useBias: true },
      { type: 'Dense', units: 10, activation: 'softmax', useBias: true },
    ],
  },
  recipe: {
    version: 1,
    optimizer: { name: 'adam', learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
    batchSize: 128,
    epochs: 10,
    validation: { kind: 'stratified', fraction: 0.1 },
    augmentation: 'none',
    seed: 1,
  },
};
