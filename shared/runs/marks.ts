import { AppError } from '../contract/errors.ts';
import { runMarksSchema, type MarksChange, type RunMarks } from '../contract/schemas/run-marks.ts';

/** The marks of a run about which nothing was noted. */
export const NO_MARKS: RunMarks = { starred: false, tags: [], notes: '' };

/** Marks after a change. Throws `invalid-input` for more tags than a run has. Pure. */
export function changeMarks(marks: RunMarks | undefined, change: MarksChange): RunMarks {
  const { starred, tags, notes } = marks ?? NO_MARKS;
  const { addTags = [], removeTags = [] } = change;
  const kept = tags.filter((tag) => !removeTags.includes(tag));
  const changed = runMarksSchema.safeParse({
    starred: change.starred ?? starred,
    tags: [...new Set([...kept, ...addTags])],
    notes: change.notes ?? notes,
  });
  if (!changed.success)
    throw new AppError('invalid-input', { path: 'addTags', reason: changed.error.issues[0]?.message ?? '' });
  return changed.data;
}
