import { elements } from '../model/info.ts';
import type { MovedWeight } from '../contract/schemas/moved-weights.ts';

/** A layer of a fine-tuned model: how far all its weights together have moved from what they were. */
export interface MovedLayer {
  readonly name: string;
  /** Numbers in it. */
  readonly count: number;
  /** Bit for bit as before. */
  readonly same: boolean;
  /** Some of its weights are none of the parent's: drawn anew. */
  readonly fresh: boolean;
  /** ‖after − before‖ / ‖before‖ over all its numbers; null of fresh layers, and where all numbers were 0. */
  readonly relative: number | null;
}

/** Weights by their layers, in order. Weights within a block are the block's. */
export function movedLayers(weights: readonly MovedWeight[]): MovedLayer[] {
  const byLayer = new Map<string, MovedWeight[]>();
  for (const weight of weights) {
    const name = weight.path.split('/')[0]!;
    byLayer.set(name, [...(byLayer.get(name) ?? []), weight]);
  }
  return [...byLayer].map(([name, own]) => {
    const fresh = own.some(({ before }) => before === null);
    const before = Math.hypot(...own.map((weight) => weight.before ?? 0));
    const moved = Math.hypot(...own.map((weight) => weight.moved ?? 0));
    return {
      ...{ name, fresh },
      count: own.reduce((sum, { shape }) => sum + elements(shape), 0),
      same: own.every(({ same }) => same),
      relative: fresh || before === 0 ? null : moved / before,
    };
  });
}
