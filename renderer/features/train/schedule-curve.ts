import type { Recipe } from '../../../shared/contract/schemas/recipe.ts';
import { scheduleFactor } from '../../../shared/model/schedule.ts';

/** Points of the drawn curve: more than one for each pixel would not be visible. */
const POINTS = 161;
/** Steps an epoch as the picture has them: with so many, the curve's shape no longer depends on the data's size. */
const FINE = 400;

/** The learning rate over the run, from its first step to its last, as the trainer's own schedule has it. */
export function scheduleCurve(recipe: Recipe): number[] {
  const last = recipe.epochs * FINE;
  return Array.from({ length: POINTS }, (_, i) => {
    const step = 1 + Math.round((i * (last - 1)) / (POINTS - 1));
    return recipe.optimizer.learningRate * scheduleFactor(recipe, step, FINE);
  });
}
