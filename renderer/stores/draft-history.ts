import { computed, shallowRef, watch } from 'vue';
import { amend, canRedo, canUndo, record, redo, startHistory, undo } from '../../shared/history/history.ts';
import type { History } from '../../shared/history/history.ts';

/**
 * Undo and redo over a form: `read` gives its state as a flat record of parts that are never changed in place, `write` puts
 * one back. What changes at once is one step; so are the digits typed into one number, one after the other.
 */
export function useDraftHistory<Document extends object>(read: () => Document, write: (document: Document) => void) {
  const history = shallowRef<History<Document>>(startHistory(read()));
  /** The number that the last step changed, and nothing else; null after an undo. */
  let typing: keyof Document | null = null;

  function take(): void {
    const { past, present } = history.value;
    const now = read();
    const changed = changedParts(present, now);
    const [only] = changed;
    if (only === undefined) return;
    const number = changed.length === 1 && typeof now[only] === 'number' ? only : null;
    const goesOn = number !== null && number === typing && past.length > 0;
    history.value = (goesOn ? amend : record)(history.value, now);
    typing = number;
  }
  watch(read, take);

  let writing = false;
  /**
   * A change that follows from what was done before, such as numbers that wait for a model to come: it belongs to the last step, or
   * to the one that is not taken yet.
   */
  function follow(change: () => void): void {
    const settled = changedParts(history.value.present, read()).length === 0;
    change();
    if (settled && !writing) history.value = amend(history.value, read());
  }

  function go(step: (from: History<Document>) => History<Document>): void {
    take();
    typing = null;
    history.value = step(history.value);
    writing = true;
    write(history.value.present);
    writing = false;
  }

  return {
    follow,
    undo: (): void => go(undo),
    redo: (): void => go(redo),
    canUndo: computed(() => canUndo(history.value)),
    canRedo: computed(() => canRedo(history.value)),
  };
}

const changedParts = <Document extends object>(before: Document, now: Document): (keyof Document)[] =>
  (Object.keys(now) as (keyof Document)[]).filter((key) => now[key] !== before[key]);
