import type { Optimizer } from '../../../../shared/contract/schemas/recipe.ts';

/** One step of an optimizer in Keras, on a loss that is computed before. */
export const kerasStep = (spec: Optimizer): string =>
  [
    `optimizer = keras.optimizers.${made(spec)}`,
    'with tf.GradientTape() as tape:',
    '    loss = loss_of(model(image, training=False), label)',
    'gradients = tape.gradient(loss, model.trainable_weights)',
    'optimizer.apply_gradients(zip(gradients, model.trainable_weights))',
  ].join('\n');

function made(spec: Optimizer): string {
  const rate = `learning_rate=${spec.learningRate}`;
  switch (spec.name) {
    case 'sgd':
      return `SGD(${rate})`;
    case 'momentum':
      return `SGD(${rate}, momentum=${spec.momentum})`;
    case 'nesterov':
      return `SGD(${rate}, momentum=${spec.momentum}, nesterov=True)`;
    case 'rmsprop':
      return `RMSprop(${rate}, rho=${spec.rho})`;
    case 'adam':
      return `Adam(${rate}, beta_1=${spec.beta1}, beta_2=${spec.beta2})`;
    case 'adamw':
      return `AdamW(${rate}, weight_decay=${spec.weightDecay}, beta_1=${spec.beta1}, beta_2=${spec.beta2})`;
  }
}
