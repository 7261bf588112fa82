import type { RunNote } from '../../stores/run-series.ts';

/** The newest note of a kind. */
export function lastNote<T extends RunNote['type']>(
  notes: readonly RunNote[],
  type: T,
): Extract<RunNote, { type: T }> | undefined {
  for (let i = notes.length - 1; i >= 0; i--) {
    const note = notes[i]!;
    if (note.type === type) return note as Extract<RunNote, { type: T }>;
  }
  return undefined;
}
