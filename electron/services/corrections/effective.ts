import type { Corrections, SplitCorrections } from '../../../shared/contract/schemas/corrections.ts';
import type { KeptCorrection, Overlay } from './overlay.ts';

type To = KeptCorrection['to'];

/** What the steps of an overlay come to, with the data set's classes by name: of each image its last correction, in the order of places. */
export function effective({ dataset, steps }: Overlay, classes: readonly string[]): Corrections {
  const splits = { train: new Map<number, To>(), test: new Map<number, To>() };
  for (const step of steps) {
    if (step.kind === 'reset') for (const split of Object.values(splits)) split.clear();
    else for (const { split, place, to } of step.changes) splits[split].set(place, to);
  }
  return { dataset, train: summed(splits.train, classes), test: summed(splits.test, classes), undoable: steps.length };
}

function summed(images: ReadonlyMap<number, To>, classes: readonly string[]): SplitCorrections {
  const inOrder = [...images].sort(([a], [b]) => a - b);
  return {
    relabelled: inOrder.flatMap(([place, to]): [number, string][] => {
      const name = to.kind === 'relabel' ? classes[to.label] : undefined;
      return name === undefined ? [] : [[place, name]];
    }),
    leftOut: inOrder.flatMap(([place, to]) => (to.kind === 'leave-out' ? [place] : [])),
  };
}
