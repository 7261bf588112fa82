import type { Parameter } from '../contract/schemas/study.ts';
import { isDistinct, isSame, stepOf } from './dimension.ts';
import type { SearchOption } from './search-option.ts';

/** What is wrong with what is searched of an option, by itself; its words are the form's. */
export type ParameterFault =
  | {
      readonly code:
        | 'none-chosen'
        | 'not-above'
        | 'log-not-positive'
        | 'log-with-step'
        | 'step-too-large'
        | 'too-fine'
        | 'not-whole'
        | 'twice';
    }
  | { readonly code: 'below-minimum'; readonly min: number }
  | { readonly code: 'above-maximum'; readonly max: number };

export interface Limits {
  readonly min: number;
  readonly max: number;
}

/** How near a value may come to a bound that is not allowed itself: rates come near 0, shares near 1. */
const NEXT = { above: 1e-12, below: 1e-6 };

/** The least and the greatest value of a number; Infinity where its schema has no bound. */
export const limitsOf = ({ bounds: { minimum, maximum, above, below } }: Pick<SearchOption, 'bounds'>): Limits => ({
  min: Math.max(minimum ?? -Infinity, above === undefined ? -Infinity : above + NEXT.above),
  max: Math.min(maximum ?? Infinity, below === undefined ? Infinity : below - NEXT.below),
});

/** The first thing that is wrong with a parameter for an option; null where it can be searched. */
export function parameterFault(parameter: Parameter, option: SearchOption): ParameterFault | null {
  const { min, max } = limitsOf(option);
  if ('choices' in parameter) {
    const { choices } = parameter;
    if (choices.length === 0) return { code: 'none-chosen' };
    if (choices.some((choice, i) => choices.findIndex((other) => isSame(other, choice)) !== i))
      return { code: 'twice' };
    const numbers = choices.filter((choice) => typeof choice === 'number');
    return (
      outside(Math.min(...numbers, Infinity), Math.max(...numbers, -Infinity), { min, max }) ??
      wholeFault(numbers, option)
    );
  }
  const { low, high, log = false, int = false, step } = parameter;
  if (!(high > low)) return { code: 'not-above' };
  if (log && low <= 0) return { code: 'log-not-positive' };
  if (log && step !== undefined) return { code: 'log-with-step' };
  if (step !== undefined && step > high - low) return { code: 'step-too-large' };
  const numbers = int || option.kind === 'integer' ? [low, high, step ?? 1] : [];
  const fault = outside(low, high, { min, max }) ?? (numbers.every(Number.isInteger) ? null : { code: 'not-whole' });
  const range = { kind: 'number', path: option.path, when: [], low, high, log, int, step: stepOf(parameter) } as const;
  return fault ?? (isDistinct(range) ? null : { code: 'too-fine' });
}

const outside = (least: number, most: number, { min, max }: Limits): ParameterFault | null =>
  least < min ? { code: 'below-minimum', min } : most > max ? { code: 'above-maximum', max } : null;

const wholeFault = (numbers: readonly number[], { kind }: SearchOption): ParameterFault | null =>
  kind === 'integer' && !numbers.every(Number.isInteger) ? { code: 'not-whole' } : null;
