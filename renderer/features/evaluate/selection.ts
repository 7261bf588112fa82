import type { ImageFilter } from '../../../shared/contract/schemas/evaluated-image.ts';
import type { EvaluationId } from '../../../shared/contract/schemas/evaluation.ts';

/** A cell of the confusion matrix: places of classes in the task. */
export interface Cell {
  readonly truth: number;
  readonly predicted: number;
}

/** How two models read an image: this one and the other. */
export type Beside = Exclude<NonNullable<ImageFilter['beside']>['verdict'], 'differ'>;

/** What of all images is shown, or of a class's, or of some that were chosen. */
export const SHOWN = ['wrong', 'right', 'all', 'refused', 'corrected'] as const;
export type Shown = (typeof SHOWN)[number];

/**
 * Which images the lab shows: those of a cell, of a class, of some places in the data set, those that this model and another
 * (an evaluation, by its model's name) read so or that only one of the two has in a cell, or else all that are wrong, right, and so on.
 */
export type Selection =
  | ({ readonly kind: 'cell' } & Cell)
  | { readonly kind: 'class'; readonly truth: number; readonly shown: Shown }
  | { readonly kind: 'places'; readonly places: readonly number[]; readonly shown: Shown }
  | { readonly kind: 'beside'; readonly other: EvaluationId; readonly name: string; readonly verdict: Beside }
  | ({ readonly kind: 'differ'; readonly other: EvaluationId; readonly name: string } & Cell)
  | { readonly kind: Shown };

/** What of its images a selection shows; null for one of images that were all read the same way. */
export function shownOf(selection: Selection): Shown | null {
  switch (selection.kind) {
    case 'class':
    case 'places':
      return selection.shown;
    case 'cell':
    case 'beside':
    case 'differ':
      return null;
    default:
      return selection.kind;
  }
}

/** The same images as far as `shown` says; of a selection that has no such part, all images. */
export const withShown = (selection: Selection, shown: Shown): Selection =>
  selection.kind === 'class' || selection.kind === 'places' ? { ...selection, shown } : { kind: shown };

export function filterOf(selection: Selection): ImageFilter {
  switch (selection.kind) {
    case 'cell':
      return { truth: selection.truth, predicted: selection.predicted };
    case 'class':
      return { truth: selection.truth, ...filterOf({ kind: selection.shown }) };
    case 'places':
      return { places: [...selection.places], ...filterOf({ kind: selection.shown }) };
    case 'beside':
      return { beside: { other: selection.other, verdict: selection.verdict } };
    case 'differ': {
      const { truth, predicted, other } = selection;
      return { truth, predicted, beside: { other, verdict: 'differ' } };
    }
    case 'wrong':
    case 'right':
      return { verdict: selection.kind };
    case 'refused':
      return { refused: true };
    case 'corrected':
      return { corrected: 'either' };
    case 'all':
      return {};
  }
}
