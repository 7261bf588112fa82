import type { LineChoice } from '../../../shared/contract/schemas/line-choice.ts';
import type { RunSpec } from '../../../shared/contract/schemas/run.ts';
import type { LabelledImages } from '../../../shared/data/labelled-images.ts';
import { LineComposer } from '../../../shared/lines/line-composer.ts';
import { MARKS } from '../../../shared/lines/marks.ts';

/** What composes lines: see LineComposer. */
export type ComposesLines = Pick<LineComposer, 'compose'>;

/**
 * Composes lines of some of a run's images. A fine-tune that keeps its head may have classes that are neither the images' nor marks:
 * its lines have none of these.
 */
export function composerOf(
  set: LabelledImages,
  indices: ArrayLike<number>,
  { task, framing }: Pick<RunSpec, 'task' | 'framing'>,
  choice: LineChoice,
): ComposesLines {
  const own = set.task.classes;
  // A class that the images could have is not drawn as a mark.
  const unwritten = task.classes.filter((name) => !own.includes(name) && !MARKS.includes(name));
  const images = { ...set, task: { ...set.task, classes: [...own, ...unwritten] } };
  return new LineComposer(images, indices, { lines: task, framing, choice });
}

/** Lines of either: of each line chance decides, of which `share` are by `replayed`. */
export const mixedComposer = (own: ComposesLines, replayed: ComposesLines, share: number): ComposesLines => ({
  compose: (random) => (random.chance(share) ? replayed : own).compose(random),
});

/** The task of another data set's images as lines of this run may have them: their own size, and those of their classes that the run has. */
export const signsFor = (task: RunSpec['task'], own: LabelledImages['task']): LabelledImages['task'] => ({
  ...own,
  classes: own.classes.filter((name) => task.classes.includes(name)),
});
