import { expect, it } from 'vitest';
import { scoresText } from '../../electron/cli/commands/evaluation-text.ts';
import { EVALUATIONS_CALLS } from '../fixtures/lab-examples.ts';

const [, { info, scores }] = EVALUATIONS_CALLS['evaluations.get'];

it('tells also what is rare: a kept temperature, answers that are not finite, corrections', () => {
  const plain = scoresText(info, scores).join('\n');
  expect(plain).toContain('accuracy 50.00% of 2 images');
  expect(plain).toContain('calibration error 25.00%\n');
  expect(plain).toContain('temperature 1.500: 25.00%, log loss -');
  expect(plain).not.toMatch(/finite|corrected|keeps/);
  const kept = { ...info, model: { ...info.model, temperature: 1.25 } };
  const rare = { ...scores, scaled: null, known: null, notFinite: 3, relabelled: 2, leftOut: 1 };
  const text = scoresText(kept, rare).join('\n');
  expect(text).toContain('calibration error 25.00%, with the temperature 1.250 that the model keeps');
  expect(text).toContain('without a finite answer: 3 images');
  expect(text).toContain('corrected: 2 labels, 1 images left out');
  expect(text).not.toMatch(/known sign|each half/);
});
