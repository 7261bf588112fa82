import type { Recipe } from '../contract/schemas/recipe.ts';
import type { Setting } from '../contract/schemas/study.ts';

/** What a part gets that the recipe leaves out: the schema's own defaults, and a limit that seldom hurts. */
const FIRST = { decay: 0.999, patience: 3, restoreBest: true, limit: 1 };

/**
 * The values of a part that is searched whole, since none of its options exists where it is left out: with and without an average of the
 * weights, early stopping, clipping by value or by norm. Null for any other path.
 */
export function wholeParts({ ema, earlyStopping, gradientClip }: Recipe, path: string): Setting[] | null {
  switch (path) {
    case 'recipe.ema':
      return [null, ema ?? { decay: FIRST.decay }];
    case 'recipe.earlyStopping':
      return [null, earlyStopping ?? { patience: FIRST.patience, restoreBest: FIRST.restoreBest }];
    case 'recipe.gradientClip': {
      const limit = gradientClip.kind === 'none' ? FIRST.limit : gradientClip.limit;
      return [{ kind: 'none' }, { kind: 'value', limit }, { kind: 'norm', limit }];
    }
    default:
      return null;
  }
}
