import { optimizerSchema, scheduleSchema } from '../../shared/contract/schemas/recipe.ts';
import type { GradientClip, Optimizer, OptimizerName, Recipe, Schedule } from '../../shared/contract/schemas/recipe.ts';
import { REPLAYED } from '../../shared/runs/fine-tune-defaults.ts';
import type { DraftFields } from './draft-fields.ts';

/** Values for the fields of choices that the recipe does not make. */
const FIRST = { emaDecay: 0.999, patience: 3, percent: 10, folds: 5, clipLimit: 1 } as const;

const own = <T extends Optimizer['name']>(
  optimizer: Optimizer,
  names: readonly T[],
): Extract<Optimizer, { name: T }> =>
  (names as readonly OptimizerName[]).includes(optimizer.name)
    ? (optimizer as Extract<Optimizer, { name: T }>)
    : (optimizerSchema.parse({ name: names[0] }) as Extract<Optimizer, { name: T }>);

const ownSchedule = <K extends Schedule['kind']>(schedule: Schedule, kind: K): Extract<Schedule, { kind: K }> =>
  (schedule.kind === kind ? schedule : scheduleSchema.parse({ kind })) as Extract<Schedule, { kind: K }>;

const clipLimit = (clip: GradientClip): number => (clip.kind === 'none' ? FIRST.clipLimit : clip.limit);

/** Rounds off binary errors, so that a share becomes per cents and the same share again. */
export const dustless = (value: number): number => Number(value.toPrecision(12));

/** The form filled in with a recipe. What is no part of one: one run, on all images, a fine-tune's usual numbers. */
export function fieldsFrom(recipe: Recipe): DraftFields {
  const { optimizer, schedule, validation } = recipe;
  const adam = own(optimizer, ['adam', 'adamw']);
  const swing = own(optimizer, ['momentum', 'nesterov']);
  const step = ownSchedule(schedule, 'step');
  const cycle = ownSchedule(schedule, 'oneCycle');
  const plateau = ownSchedule(schedule, 'plateau');
  const rms = own(optimizer, ['rmsprop']);
  return {
    epochs: recipe.epochs,
    batchSize: recipe.batchSize,
    optimizer: optimizer.name,
    learningRate: optimizer.learningRate,
    weightDecay: optimizer.weightDecay,
    momentum: swing.momentum,
    rho: rms.rho,
    beta1: adam.beta1,
    beta2: adam.beta2,
    epsilon: optimizer.name === 'rmsprop' ? rms.epsilon : adam.epsilon,
    schedule: schedule.kind,
    stepEvery: step.everyEpochs,
    stepFactor: step.factor,
    cosineFinal: ownSchedule(schedule, 'cosine').final,
    cycleWarmUp: cycle.warmUp,
    cycleStart: cycle.start,
    cycleFinal: cycle.final,
    plateauFactor: plateau.factor,
    plateauPatience: plateau.patience,
    plateauMinimum: plateau.minimum,
    warmUpEpochs: recipe.warmUpEpochs,
    labelSmoothing: recipe.labelSmoothing,
    clip: recipe.gradientClip.kind,
    clipLimit: clipLimit(recipe.gradientClip),
    ema: recipe.ema !== null,
    emaDecay: recipe.ema?.decay ?? FIRST.emaDecay,
    earlyStopping: recipe.earlyStopping !== null,
    patience: recipe.earlyStopping?.patience ?? FIRST.patience,
    restoreBest: recipe.earlyStopping?.restoreBest ?? true,
    balanced: recipe.classBalance === 'weighted',
    ...recipe.augmentation,
    ...recipe.strokeAugmentation,
    seed: recipe.seed,
    seeds: 1,
    validation: validation.kind,
    validationPercent: 'fraction' in validation ? dustless(validation.fraction * 100) : FIRST.percent,
    folds: validation.kind === 'fold' ? validation.folds : FIRST.folds,
    featuresRate: 1,
    headRate: 1,
    replayPercent: dustless(100 * REPLAYED),
    limit: null,
    scheduleEpochs: recipe.scheduleEpochs ?? null,
  };
}
