import { AppError } from '../contract/errors.ts';
import type { DataChoice } from '../contract/schemas/dataset.ts';
import type { LineChoice } from '../contract/schemas/line-choice.ts';
import type { Task } from '../contract/schemas/task.ts';
import { LINE_HEIGHT } from '../page/page.ts';
import { DIGITS } from '../task/digits.ts';
import { joinTasks, MOST_CLASSES } from '../task/join.ts';
import { MARKS } from './marks.ts';

/** At most so many lines are composed of the images that are held out: for validation, and for the test. */
export const HELD_OUT_LINES = 1000;

/**
 * The task of a run on these data sets: of their signs (see joinTasks), or of lines of them. Throws what `joinTasks` throws, and
 * `class-unknown` {name} and `classes-too-many` {count, most} for lines of numbers whose digits are not all there or that have too many classes with the marks.
 */
export function taskOfChoice(tasks: readonly Task[], { transforms, lines }: DataChoice): Task {
  const signs = joinTasks(tasks, transforms);
  return lines ? lineTask(signs, lines) : signs;
}

function lineTask({ classes }: Task, { texts, width }: LineChoice): Task {
  const missing = texts === 'numbers' ? DIGITS.classes.find((digit) => !classes.includes(digit)) : undefined;
  if (missing !== undefined) throw new AppError('class-unknown', { name: missing });
  const marks = texts === 'numbers' ? MARKS.filter((mark) => !classes.includes(mark)) : [];
  const count = classes.length + marks.length;
  if (count > MOST_CLASSES) throw new AppError('classes-too-many', { count, most: MOST_CLASSES });
  return { inputShape: [LINE_HEIGHT, width, 1], classes: [...classes, ...marks], reads: 'line' };
}

/** How many lines are composed of `signs` images that are held out: none of none. */
export const heldOutLines = (signs: number, { perEpoch }: LineChoice): number =>
  signs === 0 ? 0 : Math.min(HELD_OUT_LINES, perEpoch);
