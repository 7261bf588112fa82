import { describe, expect, it } from 'vitest';
import { gradientsCalls } from '../../shared/contract/calls/gradients.ts';
import { GRADIENTS_CALLS } from '../fixtures/gradient-examples.ts';

type Name = keyof typeof gradientsCalls;
const names = Object.keys(gradientsCalls) as Name[];
const taken = (name: Name, changes: object): boolean =>
  gradientsCalls[name].input.safeParse({ ...GRADIENTS_CALLS[name][0], ...changes }).success;

describe('what the window may ask about gradients', () => {
  it.each(names)('%s wants a model, an image of a size that there is, and a place of a class', (name) => {
    expect(taken(name, {})).toBe(true);
    for (const changes of [
      { model: '../starter' },
      { image: new Uint8Array(0) },
      { image: new Uint8Array(256 * 256 + 1) },
      { image: Array<number>(784).fill(0) },
      { label: -1 },
      { label: 1.5 },
      { label: NaN },
    ])
      expect(taken(name, changes), JSON.stringify(Object.keys(changes))).toBe(false);
  });

  it('has bounds on everything that costs time', () => {
    const { optimizer } = GRADIENTS_CALLS['models.step'][0];
    expect(taken('models.step', { steps: 20 })).toBe(true);
    for (const steps of [0, 21, 1.5, Infinity]) expect(taken('models.step', { steps })).toBe(false);
    for (const learningRate of [0, -1, 11, NaN])
      expect(taken('models.step', { optimizer: { ...optimizer, learningRate } })).toBe(false);
    expect(taken('models.step', { optimizer: { name: 'lion' } })).toBe(false);
    expect(taken('models.gradients', { path: [] })).toBe(false);
    expect(taken('models.gradients', { path: Array<number>(65).fill(0) })).toBe(false);
    expect(taken('models.nudge', { weight: { path: '', index: 0 } })).toBe(false);
    expect(taken('models.nudge', { weight: { path: 'dense/kernel', index: -1 } })).toBe(false);
    for (const count of [1, 7]) {
      const optimizers = Array.from({ length: count }, () => optimizer);
      expect(taken('models.lossSlice', { optimizers })).toBe(false);
    }
    for (const changes of [{ steps: 41 }, { start: 'anywhere' }, { ticket: '' }, { ticket: 'x'.repeat(101) }])
      expect(taken('models.lossSlice', changes)).toBe(false);
  });
});
