import { z } from 'zod';
import {
  type Corrections,
  imagesHashSchema,
  splitSchema,
  type SplitCorrections,
} from '../../../shared/contract/schemas/corrections.ts';
import { datasetIdSchema } from '../../../shared/contract/schemas/dataset.ts';
import { momentSchema } from '../../../shared/contract/schemas/moment.ts';

/** A class by its place in the data set's: its name may change, and the correction stays true. */
const keptCorrectionSchema = z.object({
  split: splitSchema,
  /** Where its image was when `content` was. Null: nowhere; it may come back, as a drawing that was deleted. */
  place: z.number().int().nonnegative().nullable(),
  /** Null in what an older studio wrote, until the next change. */
  image: imagesHashSchema.nullable(),
  to: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('relabel'), label: z.number().int().nonnegative() }),
    z.object({ kind: z.literal('leave-out') }),
    z.object({ kind: z.literal('as-given') }),
  ]),
});

/** overlays/ID.json, version 2: what was done, in order. The last one is what undo takes back. */
export const overlaySchema = z.object({
  version: z.literal(2),
  dataset: datasetIdSchema,
  /** Hashes of the images that places count. */
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

/** Version 1 named images by their places alone. */
export function upgradeOverlay(json: unknown): unknown {
  const old = z.object({ version: z.literal(1), steps: z.array(z.record(z.string(), z.unknown())) }).loose();
  const found = old.safeParse(json);
  if (!found.success) return json;
  const named = (change: unknown): unknown => (typeof change === 'object' ? { ...change, image: null } : change);
  const steps = found.data.steps.map((step) =>
    Array.isArray(step.changes) ? { ...step, changes: step.changes.map(named) } : step,
  );
  return { ...found.data, version: 2, steps };
}

/** The overlay with each correction changed. */
export const withCorrections = (overlay: Overlay, change: (kept: KeptCorrection) => KeptCorrection): Overlay => ({
  ...overlay,
  steps: overlay.steps.map((step) => (step.kind === 'reset' ? step : { ...step, changes: step.changes.map(change) })),
});

/** What the steps of an overlay come to, with the data set's classes by name: of each image its last correction, in the order of places. */
export function effective({ dataset, content, steps }: Overlay, classes: readonly string[]): Corrections {
  const splits = { train: new Map<number, To>(), test: new Map<number, To>() };
  for (const step of steps) {
    if (step.kind === 'reset') for (const split of Object.values(splits)) split.clear();
    else for (const { split, place, to } of step.changes) if (place !== null) splits[split].set(place, to);
  }
  return {
    dataset,
    train: summed(splits.train, classes),
    test: summed(splits.test, classes),
    content: content.train,
    undoable: steps.length,
  };
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
