import { validationSchema, type Validation } from '../../../shared/contract/schemas/recipe.ts';
import { checked, readKind } from './notation.ts';

/** `--validation`: `none`, `stratified:0.1`, `tail:0.1`, or `fold:1/5` (folds are counted from 1 there). */
export function chooseValidation(text: string): Validation {
  const fold = /^fold:(\d+)\/(\d+)$/.exec(text);
  const value = fold
    ? { kind: 'fold', folds: Number(fold[2]), index: Number(fold[1]) - 1 }
    : readKind('--validation', text, validationSchema);
  return checked('--validation', value, validationSchema);
}
