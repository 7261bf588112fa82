import { computed, shallowRef } from 'vue';
import { canRedo, canUndo, record, redo, startHistory, undo } from '../../shared/history/history.ts';

/** What a person makes of a line that was read. */
export interface LineReview {
  /** Signs that were corrected, by their place; an empty one was taken away. */
  readonly signs: Readonly<Record<number, string>>;
  /** The whole text, where it was typed; null: what its signs come to. */
  readonly text: string | null;
  /** Looked at, and right as it is now. */
  readonly accepted: boolean;
}

export const AS_READ: LineReview = { signs: {}, text: null, accepted: false };

/** Reviews of lines by their keys, with undo and redo. */
export function createLineReviews() {
  const history = shallowRef(startHistory<ReadonlyMap<string, LineReview>>(new Map()));

  const of = (key: string): LineReview => history.value.present.get(key) ?? AS_READ;
  function change(key: string, review: LineReview): void {
    history.value = record(history.value, new Map(history.value.present).set(key, review));
  }
  /** When other lines stand there, what was said of those before means nothing, and cannot be redone. */
  function reset(): void {
    history.value = startHistory(new Map());
  }
  /** The same of one page's lines, whose keys begin so; what was said of all others stands, and is not undone any more. */
  function forget(page: string): void {
    history.value = startHistory(new Map([...history.value.present].filter(([key]) => !key.startsWith(page))));
  }
  return {
    of,
    change,
    reset,
    forget,
    undo: () => void (history.value = undo(history.value)),
    redo: () => void (history.value = redo(history.value)),
    canUndo: computed(() => canUndo(history.value)),
    canRedo: computed(() => canRedo(history.value)),
  };
}

export type LineReviews = ReturnType<typeof createLineReviews>;
