import type { Corrections, SplitCorrections } from '../contract/schemas/corrections.ts';
import type { Transforms } from '../contract/schemas/dataset.ts';

/** What a run makes of the corrections that people made of its data sets' training images; nothing where there are none. */
export function correctedTransforms(all: readonly Corrections[]): Pick<Transforms, 'relabel' | 'leaveOut' | 'counted'> {
  const relabelled = all.filter(({ train }) => train.relabelled.length > 0);
  const leftOut = all.filter(({ train }) => train.leftOut.length > 0);
  const either = [...new Set([...relabelled, ...leftOut])];
  return {
    ...(relabelled.length > 0 && {
      relabel: Object.fromEntries(relabelled.map(({ dataset, train }) => [dataset, train.relabelled])),
    }),
    ...(leftOut.length > 0 && {
      leaveOut: Object.fromEntries(leftOut.map(({ dataset, train }) => [dataset, train.leftOut])),
    }),
    ...(either.length > 0 && {
      counted: Object.fromEntries(either.map(({ dataset, content }) => [dataset, content])),
    }),
  };
}

/** How many images are corrected otherwise than they were before, those whose correction was taken back among them. */
export function correctedSince(before: SplitCorrections, now: SplitCorrections): number {
  const [was, is] = [before, now].map(stateOf) as [Map<number, string>, Map<number, string>];
  return [...new Set([...was.keys(), ...is.keys()])].filter((place) => was.get(place) !== is.get(place)).length;
}

/** Of each corrected image what it is now; a class's name is never empty. */
const stateOf = ({ relabelled, leftOut }: SplitCorrections): Map<number, string> =>
  new Map([...relabelled, ...leftOut.map((place): [number, string] => [place, ''])]);
