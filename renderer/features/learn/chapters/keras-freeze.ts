import type { Freeze } from '../../../../shared/contract/schemas/fine-tune.ts';

/** The lines of Keras that freeze the same layers. Freezing counts from the next compile on. */
export function kerasFreeze(freeze: Freeze): string {
  const lines =
    freeze === 'features'
      ? ['for layer in model.layers[:-1]:', '    layer.trainable = False']
      : freeze === 'none' || freeze.length === 0
        ? ['model.trainable = True']
        : [
            `for name in [${freeze.map((name) => `"${name}"`).join(', ')}]:`,
            '    model.get_layer(name).trainable = False',
          ];
  return [...lines, 'model.compile(keras.optimizers.Adam(0.0001), "sparse_categorical_crossentropy")'].join('\n');
}
