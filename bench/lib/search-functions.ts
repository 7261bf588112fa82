import type { Settings, Space } from '../../shared/contract/schemas/study.ts';

/** A function to be minimised, as bench/peers/optuna_search.py has it too: the same numbers for the same settings. */
export interface SearchFunction {
  readonly name: string;
  readonly space: Space;
  /** Trials of a repeat. */
  readonly trials: number;
  readonly optimum: number;
  value(settings: Settings): number;
}

const at = (settings: Settings, name: string): number => settings[`recipe.${name}`] as number;
const square = (x: number): number => x * x;

const HARTMANN_ALPHA = [1, 1.2, 3, 3.2];
const HARTMANN_A = [
  [10, 3, 17, 3.5, 1.7, 8],
  [0.05, 10, 17, 0.1, 8, 14],
  [3, 3.5, 1.7, 10, 17, 8],
  [17, 8, 0.05, 10, 0.1, 14],
];
const HARTMANN_P = [
  [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886],
  [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
  [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.665],
  [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
];

/** Two valleys that meet; six dimensions with several pits; and what a search of settings is like: logarithms, whole numbers, choices, conditions. */
export const FUNCTIONS: readonly SearchFunction[] = [
  {
    name: 'branin',
    space: { 'recipe.x': { low: -5, high: 10 }, 'recipe.y': { low: 0, high: 15 } },
    trials: 100,
    optimum: 0.397887,
    value(s) {
      const [x, y] = [at(s, 'x'), at(s, 'y')];
      const valley = y - (5.1 / (4 * Math.PI ** 2)) * x * x + (5 / Math.PI) * x - 6;
      return square(valley) + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10;
    },
  },
  {
    name: 'hartmann6',
    space: Object.fromEntries(Array.from({ length: 6 }, (_, i) => [`recipe.x${i}`, { low: 0, high: 1 }])),
    trials: 100,
    optimum: -3.32237,
    value: (s) =>
      -HARTMANN_ALPHA.reduce((sum, alpha, row) => {
        const away = HARTMANN_A[row]!.reduce(
          (total, a, i) => total + a * square(at(s, `x${i}`) - HARTMANN_P[row]![i]!),
          0,
        );
        return sum + alpha * Math.exp(-away);
      }, 0),
  },
  {
    name: 'settings',
    space: {
      'recipe.rate': { low: 1e-5, high: 1, log: true },
      'recipe.units': { low: 4, high: 256, int: true, log: true },
      'recipe.layers': { low: 1, high: 6, int: true },
      'recipe.drop': { low: 0, high: 0.8, step: 0.1 },
      'recipe.optimizer': { choices: ['sgd', 'momentum', 'adam', 'rmsprop'] },
    },
    trials: 100,
    optimum: 0.01,
    value(s) {
      const optimizer = s['recipe.optimizer'];
      const best = optimizer === 'adam' ? -2.5 : optimizer === 'rmsprop' ? -3 : -1;
      const off = { sgd: 0.06, momentum: 0.02, adam: 0, rmsprop: 0.03 }[optimizer as 'sgd'];
      const rate = 0.05 * square(Math.log10(at(s, 'rate')) - best);
      const units = 0.03 * square(Math.log2(at(s, 'units')) - 6);
      return 0.01 + off + rate + units + 0.02 * Math.abs(at(s, 'layers') - 3) + 0.1 * square(at(s, 'drop') - 0.3);
    },
  },
  {
    name: 'conditions',
    space: {
      'recipe.kind': { choices: ['flat', 'deep'] },
      'recipe.a': { low: -3, high: 3, when: { 'recipe.kind': 'flat' } },
      'recipe.b': { low: -3, high: 3, when: { 'recipe.kind': 'deep' } },
      'recipe.c': { low: 1e-3, high: 1e3, log: true, when: { 'recipe.kind': 'deep' } },
    },
    trials: 60,
    optimum: 0,
    value: (s) =>
      s['recipe.kind'] === 'flat'
        ? 0.5 + square(at(s, 'a') - 1)
        : square(at(s, 'b') + 1.5) + 0.3 * square(Math.log10(at(s, 'c')) - 1),
  },
];

/** What a run is like from epoch to epoch: how well it ends, and how fast it comes there, by a rate that may be too large. */
export function learningCurve(rate: number, units: number, epoch: number): number {
  const end = 0.02 + 0.08 * square(Math.log10(rate) + 2.5) + 0.02 * square(Math.log2(units) - 6);
  const slowness = 1 + 2 * Math.abs(Math.log10(rate) + 2);
  return end + 0.9 * Math.exp(-epoch / slowness);
}

/** The space of `learningCurve`. */
export const CURVES: Space = {
  'recipe.rate': { low: 1e-5, high: 1, log: true },
  'recipe.units': { low: 4, high: 256, int: true, log: true },
};
/** The epochs of a trial, and of all trials of a repeat together. */
export const [EPOCHS, ALL_EPOCHS] = [27, 540];
