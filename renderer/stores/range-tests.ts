import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { HostCalls } from '../../shared/contract/calls.ts';
import type { CallInput } from '../../shared/contract/define.ts';
import type { LearningRateCurve } from '../../shared/contract/schemas/learning-rate.ts';

type Subject = CallInput<HostCalls, 'runs.findLearningRate'>;

/** What the range test of a subject depends on: not on the rate that was set, nor on how long it will be trained. */
function keyOf({ model, data, recipe }: Subject): string {
  const { optimizer, batchSize, augmentation, labelSmoothing, gradientClip, classBalance } = recipe;
  const constants = { ...optimizer, learningRate: null };
  return JSON.stringify([
    model.layers,
    data,
    constants,
    batchSize,
    augmentation,
    labelSmoothing,
    gradientClip,
    classBalance,
  ]);
}

/** The last learning-rate range test of this window, for as long as it fits what is chosen. */
export const useRangeTests = defineStore('range-tests', () => {
  const last = shallowRef<{ readonly key: string; readonly curve: LearningRateCurve } | null>(null);
  const keep = (subject: Subject, curve: LearningRateCurve): void => void (last.value = { key: keyOf(subject), curve });
  const find = (subject: Subject): LearningRateCurve | null =>
    last.value?.key === keyOf(subject) ? last.value.curve : null;
  return { keep, find };
});
