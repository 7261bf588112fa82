import { afterEach, expect, test } from 'vitest';
import { effectScope } from 'vue';
import { useImportances } from '../../renderer/features/study/use-importances.ts';
import { importances, MOST_TRIALS } from '../../shared/study/importance/importances.ts';
import { readSpace } from '../../shared/study/space.ts';
import { someTrial } from '../fixtures/studies.ts';

const scope = effectScope();
afterEach(() => scope.stop());

test('of more trials than are counted, the window tells the same importances as any other place', () => {
  const dimensions = readSpace({ 'recipe.a': { low: 0, high: 1 }, 'recipe.b': { low: 0, high: 1 } });
  // The newest trials know of `b` alone, so that which ones are counted decides.
  const trials = Array.from({ length: 2 * MOST_TRIALS }, (_, i) => {
    const [a, b] = [((7 * i) % 101) / 101, ((13 * i) % 103) / 103];
    return someTrial(i, { 'recipe.a': a, 'recipe.b': b }, i < MOST_TRIALS ? a : b);
  });
  const { told } = scope.run(() =>
    useImportances(
      () => null,
      () => trials,
      () => dimensions,
      () => 0,
    ),
  )!;
  expect(told.value).toEqual({
    finished: 2 * MOST_TRIALS,
    counted: MOST_TRIALS,
    shares: importances(dimensions, trials, 0),
  });
});
