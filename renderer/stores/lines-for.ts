import { lineChoiceSchema, type LineChoice } from '../../shared/contract/schemas/line-choice.ts';
import type { Task } from '../../shared/contract/schemas/task.ts';
import { MARKS } from '../../shared/lines/marks.ts';
import { LINES_OF_FINE_TUNE } from '../../shared/runs/fine-tune-defaults.ts';
import { DIGITS } from '../../shared/task/digits.ts';

/** Whether a model of lines has all signs that lines of numbers are written in, marks included. */
export const readsNumbers = ({ classes }: Task): boolean =>
  [...DIGITS.classes, ...MARKS].every((name) => classes.includes(name));

/**
 * The lines that a fine-tune of a model of lines composes: of its width, and of numbers where it reads them and the data have all digits. What `now` says
 * of them otherwise stays.
 */
export function linesFor(parent: Task, { classes }: Task, now: LineChoice | null): LineChoice {
  const isOfNumbers = readsNumbers(parent) && DIGITS.classes.every((digit) => classes.includes(digit));
  const fresh = { perEpoch: LINES_OF_FINE_TUNE };
  return lineChoiceSchema.parse({
    ...(now ?? fresh),
    texts: isOfNumbers ? 'numbers' : 'signs',
    width: parent.inputShape[1],
  });
}
