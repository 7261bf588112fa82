import { AppError } from '../../../shared/contract/errors.ts';
import type { OpenedEvaluation } from './opened.ts';

/** Throws `evaluations-differ` unless the two read the same images and speak of the same classes. */
export function requireSameImages(one: OpenedEvaluation, other: OpenedEvaluation): void {
  const [a, b] = [one.record, other.record];
  // Of one data set, too, images may differ: a run keeps to the state of a hand that it was started with.
  const sameImages = a.content.images === b.content.images && a.content.labels === b.content.labels;
  const sameData = a.info.dataset.id === b.info.dataset.id && a.split === b.split && sameImages;
  const sameClasses = JSON.stringify(a.info.task.classes) === JSON.stringify(b.info.task.classes);
  const samePlaces = one.rows.length === other.rows.length && one.rows.every((place, i) => place === other.rows[i]);
  if (!sameData || !sameClasses || !samePlaces) throw new AppError('evaluations-differ');
}
