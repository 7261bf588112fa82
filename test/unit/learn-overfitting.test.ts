import { describe, expect, it } from 'vitest';
import { runRequestSchema } from '../../shared/contract/schemas/run.ts';
import { bestEpochOf, fewImagesRun, gapOf, type EpochLosses } from '../../shared/learn/overfitting.ts';
import { describeModelFor } from '../../shared/model/model-for-task.ts';
import { DIGITS } from '../../shared/task/digits.ts';

const few = { images: 100, dropout: false, augmentation: false, weightDecay: 0 };

describe('a training on few images', () => {
  it.each([
    ['digits', DIGITS],
    ['others', { inputShape: [64, 40, 1] as const, classes: Array.from({ length: 62 }, (_, i) => `c${i}`) }],
  ])('is a run that fits %s', (_, task) => {
    const own = { inputShape: [...task.inputShape] as [number, number, 1], classes: [...task.classes] };
    for (const against of [{}, { dropout: true }, { augmentation: true }, { weightDecay: 0.05 }]) {
      const request = runRequestSchema.parse(
        fewImagesRun('Few', { id: 'synthetic', task: own }, { ...few, ...against }),
      );
      expect(describeModelFor(own, request.model).layers.length).toBe('dropout' in against ? 4 : 3);
      expect(request.data.limit).toBe(200);
      expect(request.recipe.validation).toEqual({ kind: 'fold', folds: 2, index: 0 });
      expect(request.recipe.optimizer.weightDecay).toBe('weightDecay' in against ? 0.05 : 0);
      expect(request.recipe.augmentation.rotation > 0).toBe('augmentation' in against);
    }
  });

  it('has a gap where both losses are known, and its best epoch is the first of the lowest', () => {
    const epochs: EpochLosses[] = [
      { epoch: 1, train: 2, validation: 2.1 },
      { epoch: 2, train: 1, validation: null },
      { epoch: 3, train: 0.5, validation: 0.9 },
      { epoch: 4, train: null, validation: 0.9 },
      { epoch: 5, train: 0.1, validation: 1.4 },
    ];
    expect(epochs.map(gapOf)).toEqual([expect.closeTo(0.1), null, expect.closeTo(0.4), null, expect.closeTo(1.3)]);
    expect(bestEpochOf(epochs)?.epoch).toBe(3);
    expect(bestEpochOf([epochs[1]!])).toBeNull();
    expect(bestEpochOf([])).toBeNull();
  });
});
