import type { LearningRateCurve } from '../contract/schemas/learning-rate.ts';
import type { ModelSpec } from '../contract/schemas/model.ts';
import type { Augmentation, Recipe } from '../contract/schemas/recipe.ts';
import type { Task } from '../contract/schemas/task.ts';

/** A run before it is started, as far as its review looks at it. */
export interface ReviewSubject {
  readonly model: ModelSpec;
  readonly parameters: number;
  readonly task: Task;
  readonly recipe: Recipe;
  /** Images of an epoch, and those set aside, after any limit. */
  readonly trainCount: number;
  readonly validationCount: number;
  readonly stepsPerEpoch: number;
  /** Images that could be used without a limit, validation included. */
  readonly available: number;
  /** Training images of each class before limit and split; null while they are not counted. */
  readonly counts: readonly number[] | null;
  /** Whether it goes on from a trained model. */
  readonly tuned: boolean;
  /** The range test of this very model, data and recipe, if one was made. */
  readonly rangeTest: LearningRateCurve | null;
  /** Bytes; null where they are not known. */
  readonly memory: { readonly least: number; readonly most: number; readonly free: number } | null;
  readonly disk: { readonly needed: number; readonly free: number } | null;
}

export const REVIEW_CODES = [
  'rate-diverged-in-test',
  'rate-explodes',
  'fine-tune-rate-high',
  'batch-larger-than-data',
  'few-steps',
  'transformer-epochs',
  'warm-up-too-long',
  'patience-too-long',
  'validation-missing-for-choice',
  'no-validation',
  'validation-too-small',
  'class-few',
  'imbalance',
  'rotation-confuses',
  'shift-off-image',
  'erase-too-large',
  'memory-too-small',
  'memory-close',
  'disk-too-small',
] as const;

export type ReviewCode = (typeof REVIEW_CODES)[number];

/** What mends a warning: some fields of the form with other values. `limit: null` uses all images. */
export interface Mend extends Partial<Pick<Augmentation, 'rotation' | 'shift' | 'erase'>> {
  readonly learningRate?: number;
  readonly batchSize?: number;
  readonly epochs?: number;
  readonly warmUpEpochs?: number;
  readonly patience?: number;
  readonly validation?: 'stratified' | 'fold';
  readonly validationPercent?: number;
  readonly balanced?: boolean;
  readonly limit?: null;
}

/** Something that will not work (`fault`), likely will not (`warning`), or is worth knowing (`note`). */
export interface ReviewWarning {
  readonly code: ReviewCode;
  readonly severity: 'fault' | 'warning' | 'note';
  readonly params: Readonly<Record<string, string | number | readonly string[]>>;
  /** Null: there is no single right change. */
  readonly mend: Mend | null;
}
