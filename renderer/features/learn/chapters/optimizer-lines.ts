import type { OptimizerName } from '../../../../shared/contract/schemas/recipe.ts';
import { OPTIMIZERS } from './use-optimizer.ts';

/** How an optimizer's path is drawn, beside those of the others: by colour, and by dashes for who does not see colours. */
export const lineOf = (name: OptimizerName): { readonly color: string; readonly dashes: string } =>
  LINES[OPTIMIZERS.indexOf(name)]!;

const LINES = [
  { color: 'var(--series-2)', dashes: 'none' },
  { color: 'var(--series-3)', dashes: '5 2' },
  { color: 'var(--series-3)', dashes: '1 2' },
  { color: 'var(--series-4)', dashes: '7 2 1 2' },
  { color: 'var(--series-1)', dashes: 'none' },
  { color: 'var(--series-5)', dashes: '3 2' },
];
