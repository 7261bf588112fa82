import type { Optimizer } from '../../../../shared/contract/schemas/recipe.ts';
import type { WeightState, WeightStep } from '../../../../shared/learn/optimizer-rule.ts';
import { superscript } from '../../../../shared/words/numbers.ts';
import { inBrackets } from '../in-brackets.ts';

/** One line of an optimizer's rule, for one weight: as it is written, with the weight's numbers, and what it comes to. */
export interface RuleLine {
  /** The formula's symbol whose new value it is. */
  readonly symbol: 'm' | 'v' | 'eta' | 'w';
  readonly rule: string;
  readonly numbers: string;
  readonly value: number;
}

type Text = (value: number) => string;

/** The lines of one step in the order in which they are computed. */
export function ruleLines(spec: Optimizer, state: WeightState, step: WeightStep, text: Text): RuleLine[] {
  const decayed = state.w - step.decay;
  const decay: RuleLine[] =
    step.decay === 0 || spec.weightDecay === 0
      ? []
      : [
          {
            ...{ symbol: 'w', rule: 'w ← w − η λ w', value: decayed },
            numbers: `${text(state.w)} − ${text(spec.learningRate)} × ${text(spec.weightDecay)} × ${inBrackets(text(state.w))}`,
          },
        ];
  return [...decay, ...linesOf(spec, { ...state, w: decayed }, step, text)];
}

function linesOf(spec: Optimizer, { w, g, m, v, t }: WeightState, step: WeightStep, text: Text): RuleLine[] {
  const rate = text(spec.learningRate);
  const term: Text = (value) => inBrackets(text(value));
  const after = (rule: string, numbers: string): RuleLine => ({ symbol: 'w', rule, numbers, value: step.w });
  const meanOf = (symbol: 'm' | 'v', share: number, before: number, what: string, now: string): RuleLine => ({
    symbol,
    rule: `${symbol} ← ${what}`,
    numbers: `${text(share)} × ${term(before)} + ${text(1 - share)} × ${now}`,
    value: step[symbol],
  });
  switch (spec.name) {
    case 'sgd':
      return [after('w ← w − η g', `${text(w)} − ${rate} × ${term(g)}`)];
    case 'momentum':
    case 'nesterov': {
      const momentum: RuleLine = {
        ...{ symbol: 'm', rule: 'm ← μ m − η g', value: step.m },
        numbers: `${text(spec.momentum)} × ${term(m)} − ${rate} × ${term(g)}`,
      };
      if (spec.name === 'momentum') return [momentum, after('w ← w + m', `${text(w)} + ${term(step.m)}`)];
      const numbers = `${text(w)} + ${text(spec.momentum)} × ${term(step.m)} − ${rate} × ${term(g)}`;
      return [momentum, after('w ← w + μ m − η g', numbers)];
    }
    case 'rmsprop':
      return [
        meanOf('v', spec.rho, v, 'ρ v + (1 − ρ) g²', `${term(g)}²`),
        after(
          'w ← w − η g / √(v + ε)',
          `${text(w)} − ${rate} × ${term(g)} / √(${text(step.v)} + ${text(spec.epsilon)})`,
        ),
      ];
    case 'adam':
    case 'adamw':
      return [
        meanOf('m', spec.beta1, m, 'β₁ m + (1 − β₁) g', term(g)),
        meanOf('v', spec.beta2, v, 'β₂ v + (1 − β₂) g²', `${term(g)}²`),
        {
          ...{ symbol: 'eta', rule: 'ηₜ = η √(1 − β₂ᵗ) / (1 − β₁ᵗ)', value: step.rate },
          numbers: `${rate} × √(1 − ${text(spec.beta2)}${superscript(t)}) / (1 − ${text(spec.beta1)}${superscript(t)})`,
        },
        after(
          'w ← w − ηₜ m / (√v + ε)',
          `${text(w)} − ${text(step.rate)} × ${term(step.m)} / (√${text(step.v)} + ${text(spec.epsilon)})`,
        ),
      ];
  }
}
