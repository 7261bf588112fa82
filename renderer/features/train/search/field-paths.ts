import type { NumberField } from '../../../stores/draft-fields.ts';
import type { Step } from '../steps.ts';

const inPart = <Field extends NumberField>(part: string, fields: readonly Field[]) =>
  Object.fromEntries(fields.map((field) => [field, `recipe.${part}${field}`])) as Record<Field, string>;

/** The options of a run that the form's numbers are; a number that is none cannot be searched. */
export const FIELD_PATHS: Readonly<Partial<Record<NumberField, string>>> = {
  ...inPart('', ['epochs', 'batchSize', 'warmUpEpochs', 'labelSmoothing']),
  ...inPart('optimizer.', ['learningRate', 'weightDecay', 'momentum', 'rho', 'beta1', 'beta2', 'epsilon']),
  ...inPart('augmentation.', ['rotation', 'shift', 'zoom', 'shear', 'elastic', 'erase', 'noise', 'thickness']),
  ...inPart('strokeAugmentation.', ['slant', 'scale', 'wobble', 'penWidth', 'speed']),
  stepEvery: 'recipe.schedule.everyEpochs',
  stepFactor: 'recipe.schedule.factor',
  cosineFinal: 'recipe.schedule.final',
  cycleWarmUp: 'recipe.schedule.warmUp',
  cycleStart: 'recipe.schedule.start',
  cycleFinal: 'recipe.schedule.final',
  plateauFactor: 'recipe.schedule.factor',
  plateauPatience: 'recipe.schedule.patience',
  plateauMinimum: 'recipe.schedule.minimum',
  clipLimit: 'recipe.gradientClip.limit',
  emaDecay: 'recipe.ema.decay',
  patience: 'recipe.earlyStopping.patience',
  featuresRate: 'from.rates.features',
  headRate: 'from.rates.head',
  replayPercent: 'from.replay.share',
};

/** The step on which an option's field stands. */
export const stepOf = (path: string): Step =>
  /^(model|from\.(freeze|replay))\./.test(`${path}.`) ? 'model' : path.startsWith('data.') ? 'data' : 'recipe';
