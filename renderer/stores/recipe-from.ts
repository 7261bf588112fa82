import { recipeFieldsSchema } from '../../shared/contract/schemas/recipe.ts';
import type { Recipe, RecipeInput } from '../../shared/contract/schemas/recipe.ts';
import { NO_STROKE_AUGMENTATION } from '../../shared/ink/change-strokes.ts';
import type { DraftFields } from './draft-fields.ts';
import { dustless } from './fields-from.ts';

/**
 * The recipe of the form, for data with or without strokes of a pen; for a cross-validation that of its first fold. Throws if a field is out of its bounds;
 * choices that need validation are checked by the draft (`unvalidated`).
 */
export function recipeFrom(fields: DraftFields, hasStrokes = true): Recipe {
  return recipeFieldsSchema.parse({
    version: 2,
    optimizer: optimizer(fields),
    schedule: schedule(fields),
    warmUpEpochs: fields.warmUpEpochs,
    batchSize: fields.batchSize,
    epochs: fields.epochs,
    ...(fields.scheduleEpochs !== null && { scheduleEpochs: fields.scheduleEpochs }),
    validation: validation(fields),
    augmentation: augmentation(fields),
    strokeAugmentation: hasStrokes ? strokeAugmentation(fields) : NO_STROKE_AUGMENTATION,
    labelSmoothing: fields.labelSmoothing,
    gradientClip: fields.clip === 'none' ? { kind: 'none' } : { kind: fields.clip, limit: fields.clipLimit },
    ema: fields.ema ? { decay: fields.emaDecay } : null,
    earlyStopping: fields.earlyStopping ? { patience: fields.patience, restoreBest: fields.restoreBest } : null,
    classBalance: fields.balanced ? 'weighted' : 'none',
    seed: fields.seed,
  } satisfies RecipeInput);
}

function optimizer(fields: DraftFields): RecipeInput['optimizer'] {
  const { optimizer: name, learningRate, weightDecay, momentum, rho, beta1, beta2, epsilon } = fields;
  switch (name) {
    case 'sgd':
      return { name, learningRate, weightDecay };
    case 'momentum':
    case 'nesterov':
      return { name, learningRate, weightDecay, momentum };
    case 'rmsprop':
      return { name, learningRate, weightDecay, rho, epsilon };
    case 'adam':
    case 'adamw':
      return { name, learningRate, weightDecay, beta1, beta2, epsilon };
  }
}

function schedule(fields: DraftFields): RecipeInput['schedule'] {
  const { schedule: kind } = fields;
  switch (kind) {
    case 'constant':
      return { kind };
    case 'step':
      return { kind, everyEpochs: fields.stepEvery, factor: fields.stepFactor };
    case 'cosine':
      return { kind, final: fields.cosineFinal };
    case 'oneCycle':
      return { kind, warmUp: fields.cycleWarmUp, start: fields.cycleStart, final: fields.cycleFinal };
    case 'plateau':
      return {
        kind,
        factor: fields.plateauFactor,
        patience: fields.plateauPatience,
        minimum: fields.plateauMinimum,
      };
  }
}

function validation(fields: DraftFields): RecipeInput['validation'] {
  const { validation: kind, folds } = fields;
  if (kind === 'none') return { kind };
  if (kind === 'fold') return { kind, folds, index: 0 };
  return { kind, fraction: dustless(fields.validationPercent / 100) };
}

const augmentation = (fields: DraftFields): RecipeInput['augmentation'] => ({
  rotation: fields.rotation,
  shift: fields.shift,
  zoom: fields.zoom,
  shear: fields.shear,
  elastic: fields.elastic,
  erase: fields.erase,
  noise: fields.noise,
  thickness: fields.thickness,
});

const strokeAugmentation = (fields: DraftFields): Recipe['strokeAugmentation'] => ({
  slant: fields.slant,
  scale: fields.scale,
  wobble: fields.wobble,
  penWidth: fields.penWidth,
  speed: fields.speed,
});
