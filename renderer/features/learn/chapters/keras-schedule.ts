import type { Optimizer, Recipe } from '../../../../shared/contract/schemas/recipe.ts';

const OPTIMIZERS: Readonly<Record<Optimizer['name'], string>> = {
  ...{ sgd: 'SGD', momentum: 'SGD', nesterov: 'SGD', rmsprop: 'RMSprop', adam: 'Adam', adamw: 'AdamW' },
};
/** As Python reads it: 0.001, 2.5e-07. */
const plain = (value: number): string => String(Number(value.toPrecision(6)));

/**
 * The lines of Keras with the same learning rate in every step. What Keras has no schedule for (one cycle, a warm-up that multiplies
 * another schedule) is written as a schedule of one's own.
 */
export function kerasSchedule(recipe: Recipe, stepsPerEpoch: number): string {
  const { schedule, optimizer, warmUpEpochs, epochs, scheduleEpochs = epochs } = recipe;
  const [rate, last] = [plain(optimizer.learningRate), scheduleEpochs * stepsPerEpoch - 1];
  const compiled = (value: string): string => `keras.optimizers.${OPTIMIZERS[optimizer.name]}(learning_rate=${value})`;
  const built = 'keras.optimizers.schedules.';
  if (schedule.kind === 'plateau') {
    const minimum = plain(optimizer.learningRate * schedule.minimum);
    const options = `"val_loss", factor=${plain(schedule.factor)}, patience=${schedule.patience}, min_delta=0, min_lr=${minimum}`;
    return `${compiled(rate)}\nkeras.callbacks.ReduceLROnPlateau(${options})`;
  }
  if (warmUpEpochs === 0 && schedule.kind !== 'oneCycle') {
    if (schedule.kind === 'constant') return compiled(rate);
    const name = schedule.kind === 'step' ? 'ExponentialDecay' : 'CosineDecay';
    const options =
      schedule.kind === 'step'
        ? `${schedule.everyEpochs * stepsPerEpoch}, ${plain(schedule.factor)}, staircase=True`
        : `${last}, alpha=${plain(schedule.final)}`;
    return `rate = ${built}${name}(${rate}, ${options})\n${compiled('rate')}`;
  }
  return [
    `class Rate(${built}LearningRateSchedule):`,
    '    def __call__(self, done):',
    '        done = keras.ops.cast(done, "float32")',
    ...factorLines(recipe, stepsPerEpoch, last).map((line) => `        ${line}`),
    ...(warmUpEpochs > 0
      ? [`        factor = factor * keras.ops.minimum(1.0, (done + 1) / ${plain(warmUpEpochs * stepsPerEpoch)})`]
      : []),
    `        return ${rate} * factor`,
    compiled('Rate()'),
  ].join('\n');
}

function factorLines({ schedule }: Recipe, stepsPerEpoch: number, last: number): string[] {
  const progress = `progress = keras.ops.minimum(1.0, done / ${last})`;
  const cosine = (share: string): string => `(1 + keras.ops.cos(3.14159265 * ${share})) / 2`;
  switch (schedule.kind) {
    case 'step':
      return [`factor = ${plain(schedule.factor)} ** keras.ops.floor(done / ${schedule.everyEpochs * stepsPerEpoch})`];
    case 'cosine':
      return [progress, `factor = ${plain(schedule.final)} + ${plain(1 - schedule.final)} * ${cosine('progress')}`];
    case 'oneCycle': {
      const { warmUp, start, final } = schedule;
      return [
        progress,
        `up = 1 - ${plain(1 - start)} * ${cosine(`progress / ${plain(warmUp)}`)}`,
        `down = ${plain(final)} + ${plain(1 - final)} * ${cosine(`(progress - ${plain(warmUp)}) / ${plain(1 - warmUp)}`)}`,
        `factor = keras.ops.where(progress < ${plain(warmUp)}, up, down)`,
      ];
    }
    default:
      return ['factor = 1.0'];
  }
}
