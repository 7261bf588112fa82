import type { Corrections } from '../contract/schemas/corrections.ts';
import type { Transforms } from '../contract/schemas/dataset.ts';

/** What a run makes of the corrections that people made of its data sets' training images; nothing where there are none. */
export function correctedTransforms(all: readonly Corrections[]): Pick<Transforms, 'relabel' | 'leaveOut'> {
  const relabelled = all.filter(({ train }) => train.relabelled.length > 0);
  const leftOut = all.filter(({ train }) => train.leftOut.length > 0);
  return {
    ...(relabelled.length > 0 && {
      relabel: Object.fromEntries(relabelled.map(({ dataset, train }) => [dataset, train.relabelled])),
    }),
    ...(leftOut.length > 0 && {
      leaveOut: Object.fromEntries(leftOut.map(({ dataset, train }) => [dataset, train.leftOut])),
    }),
  };
}
