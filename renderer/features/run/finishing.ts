import type { RunNote } from '../../stores/run-series.ts';

export type FinishingNote = Extract<RunNote, { type: 'finishing' }>;

/** What a run does after its last step, while it does that: the newest of its notes. Null before and afterwards. */
export function finishingNow(notes: readonly RunNote[]): FinishingNote | null {
  const newest = notes.at(-1);
  return newest?.type === 'finishing' ? newest : null;
}

/** The notes with which each work after the last step began: the others only tell how far it has come. */
export function beginningsOfWorks(notes: readonly RunNote[]): ReadonlySet<RunNote> {
  let works: string[] = [];
  return new Set(
    notes.filter((note) => {
      // Whoever resumes begins them anew.
      if (note.type === 'resumed') works = [];
      if (note.type !== 'finishing' || works.includes(note.work)) return false;
      works.push(note.work);
      return true;
    }),
  );
}
