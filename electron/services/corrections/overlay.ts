import { z } from 'zod';
import { type Corrections, splitSchema, type SplitCorrections } from '../../../shared/contract/schemas/corrections.ts';
import { datasetIdSchema } from '../../../shared/contract/schemas/dataset.ts';
import { momentSchema } from '../../../shared/contract/schemas/moment.ts';

/** A class by its place in the data set's: its name may change, and the correction stays true. */
const keptCorrectionSchema = z.object({
  split: splitSchema,
  place: z.number().int().nonnegative(),
  to: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('relabel'), label: z.number().int().nonnegative() }),
    z.object({ kind: z.literal('leave-out') }),
    z.object({ kind: z.literal('as-given') }),
  ]),
});

/** overlays/ID.json, version 1: what was done, in order. The last one is what undo takes back. */
export const overlaySchema = z.object({
  version: z.literal(1),
  dataset: datasetIdSchema,
  /** Hashes of the images that places count: corrections of other images mean nothing. */
  content: z.object({ train: z.string(), test: z.string() }),
  steps: z.array(
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('change'), at: momentSchema, changes: z.array(keptCorrectionSchema) }),
      z.object({ kind: z.literal('reset'), at: momentSchema }),
    ]),
  ),
});

export type KeptCorrection = z.infer<typeof keptCorrectionSchema>;
export type Overlay = z.infer<typeof overlaySchema>;

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
