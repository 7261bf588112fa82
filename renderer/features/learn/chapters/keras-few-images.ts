import { FEW, type FewImages } from '../../../../shared/learn/overfitting.ts';
import { kerasLayer } from '../keras-layer.ts';

/** The lines of Keras that train the same network on as few images, and go back to the best epoch. */
export function kerasFewImages({ images, dropout, augmentation, weightDecay }: FewImages, classes: number): string {
  const layers = [
    // Keras has these for its own images, a little otherwise than the studio's.
    ...(augmentation
      ? [kerasLayer('RandomRotation', ['12 / 360']), kerasLayer('RandomTranslation', ['2 / 28', '2 / 28'])]
      : []),
    kerasLayer('Flatten', []),
    kerasLayer('Dense', [FEW.units, 'activation="relu"']),
    ...(dropout ? [kerasLayer('Dropout', [FEW.dropout])] : []),
    kerasLayer('Dense', [classes, 'activation="softmax"']),
  ];
  const decay = weightDecay > 0 ? `, weight_decay=${weightDecay}` : '';
  return [
    'model = keras.Sequential([',
    ...layers.map((layer) => `    ${layer},`),
    '])',
    `model.compile(keras.optimizers.SGD(${FEW.rate}${decay}), "sparse_categorical_crossentropy")`,
    `model.fit(x[:${images}], y[:${images}], batch_size=${FEW.batchSize}, epochs=${FEW.epochs},`,
    `    validation_data=(x[${images}:${2 * images}], y[${images}:${2 * images}]),`,
    '    callbacks=[keras.callbacks.EarlyStopping(patience=10, restore_best_weights=True)])',
  ].join('\n');
}
