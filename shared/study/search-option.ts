import type { Setting } from '../contract/schemas/study.ts';
import type { Bounds } from '../model/layers/fields.ts';

/** An option of a run that a search may try values of, as its schema says. */
export interface SearchOption {
  readonly path: string;
  /** `size` is a pair [height, width] of whole numbers; `part` a whole part of a recipe, such as an average of the weights or none. */
  readonly kind: 'integer' | 'number' | 'boolean' | 'choice' | 'size' | 'part';
  readonly bounds: Bounds;
  /** All values of a `choice`, a `boolean` or a `part`; empty otherwise. */
  readonly choices: readonly Setting[];
  /** What the run has it at; undefined: it is left out, or another option's value leaves it out. */
  readonly value: Setting | undefined;
  /** The options that must have one of these values for this one to exist. */
  readonly within: readonly Within[];
}

export interface Within {
  readonly path: string;
  readonly values: readonly Setting[];
}
