/** How many steps back are kept where nothing else is said. */
const LIMIT = 200;

/** A document with the states before it and, after an undo, those after it. Documents are never changed in place. */
export interface History<Document> {
  /** The oldest first. */
  readonly past: readonly Document[];
  readonly present: Document;
  /** What was undone, the next to be redone last. */
  readonly future: readonly Document[];
}

/** A document that nothing was done to yet. */
export const startHistory = <Document>(present: Document): History<Document> => ({ past: [], present, future: [] });

/**
 * A step to `next` that undo takes back. It drops what could be redone; the newest `limit` states of the past are kept.
 */
export const record = <Document>(
  { past, present }: History<Document>,
  next: Document,
  limit: number = LIMIT,
): History<Document> => ({ past: [...past, present].slice(-limit), present: next, future: [] });

/** Continues the last step: `next` replaces its result, and one undo takes back all of it. */
export const amend = <Document>({ past }: History<Document>, next: Document): History<Document> => ({
  past,
  present: next,
  future: [],
});

export const canUndo = (history: History<unknown>): boolean => history.past.length > 0;
export const canRedo = (history: History<unknown>): boolean => history.future.length > 0;

/** One step back; the same history where there is none. */
export function undo<Document>(history: History<Document>): History<Document> {
  if (!canUndo(history)) return history;
  const { past, present, future } = history;
  return { past: past.slice(0, -1), present: past.at(-1)!, future: [...future, present] };
}

/** One step forward again; the same history where nothing was undone. */
export function redo<Document>(history: History<Document>): History<Document> {
  if (!canRedo(history)) return history;
  const { past, present, future } = history;
  return { past: [...past, present], present: future.at(-1)!, future: future.slice(0, -1) };
}
