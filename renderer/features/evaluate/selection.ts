import type { EvaluationId, ImageFilter } from '../../../shared/contract/schemas/evaluation.ts';

/** A cell of the confusion matrix: places of classes in the task. */
export interface Cell {
  readonly truth: number;
  readonly predicted: number;
}

/** How two models read an image: this one and the other. */
export type Beside = NonNullable<ImageFilter['beside']>['verdict'];

/**
 * Which images the lab shows: those of a cell, of a class, of some places in the data set, those that this model and another
 * (an evaluation, by its model's name) read so, or else all that are wrong, right, and so on.
 */
export type Selection =
  | ({ readonly kind: 'cell' } & Cell)
  | { readonly kind: 'class'; readonly truth: number }
  | { readonly kind: 'places'; readonly places: readonly number[] }
  | { readonly kind: 'beside'; readonly other: EvaluationId; readonly name: string; readonly verdict: Beside }
  | { readonly kind: 'wrong' | 'right' | 'all' | 'refused' | 'corrected' };

export function filterOf(selection: Selection): ImageFilter {
  switch (selection.kind) {
    case 'cell':
      return { truth: selection.truth, predicted: selection.predicted };
    case 'class':
      return { truth: selection.truth };
    case 'places':
      return { places: [...selection.places] };
    case 'beside':
      return { beside: { other: selection.other, verdict: selection.verdict } };
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
