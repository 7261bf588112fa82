import { AppError } from '../contract/errors.ts';
import type { Validation } from '../contract/schemas/recipe.ts';
import { stream, type Random } from '../random/random.ts';
import type { Labels } from './labelled-images.ts';
import { foldSplit, stratifiedSample, stratifiedSplit, tailSplit, type Split } from './split.ts';

export interface ImageChoice {
  /** At most so many training images are used, in the classes' proportions. */
  readonly limit?: number | undefined;
  readonly validation: Validation;
  readonly seed: number;
}

/**
 * Which images of a run train and which validate: a function of labels, choice and seed alone, so that the plan of a
 * run and the trainer choose the same. Throws `dataset-empty` if none is left to train on.
 */
export function chooseImages(labels: Labels, { limit, validation, seed }: ImageChoice): Split {
  const random = stream(seed, 'split');
  const used = stratifiedSample(labels, limit ?? labels.length, random);
  const { train, validation: held } = setAside(labels, used, validation, random);
  if (train.length === 0) throw new AppError('dataset-empty');
  return { train, validation: held };
}

function setAside(labels: Labels, used: Uint32Array, validation: Validation, random: Random): Split {
  const within = splitWithin(
    Uint16Array.from(used, (index) => labels[index]!),
    validation,
    random,
  );
  const outside = (indices: Uint32Array) => indices.map((i) => used[i]!);
  return { train: outside(within.train), validation: outside(within.validation) };
}

function splitWithin(labels: Labels, validation: Validation, random: Random): Split {
  switch (validation.kind) {
    case 'none':
      return tailSplit(labels.length, 0);
    case 'tail':
      return tailSplit(labels.length, validation.fraction);
    case 'stratified':
      return stratifiedSplit(labels, validation.fraction, random);
    case 'fold':
      return foldSplit(labels, validation.folds, validation.index, random);
  }
}
