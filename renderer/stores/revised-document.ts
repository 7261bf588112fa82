import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue';
import { toErrorData } from '../../shared/contract/errors.ts';
import type { ErrorCode, ErrorData } from '../../shared/contract/errors.ts';
import { amend, canRedo, canUndo, record, redo, startHistory, undo } from '../../shared/history/history.ts';

/** The document is saved when it has not changed for so long, milliseconds. */
const STILL = 400;

/** A document as it was saved, and how often by then. */
export interface Revised<Document> {
  readonly revision: number;
  readonly document: Document;
}

export interface RevisedDocumentOptions<Document> {
  /** As the store has it now; null: it is gone. */
  readonly theirs: () => Revised<Document> | null;
  /** Gives the new revision. Throws `changed` where `expected` is not the present one. */
  readonly save: (expected: number, document: Document) => Promise<number>;
  readonly changed: ErrorCode;
  /** Has the store look anew. */
  readonly refresh: () => Promise<void>;
}

/** A document on the screen, with undo and redo, that is saved by itself. Another window's changes are followed. */
export function useRevisedDocument<Document extends object>(
  start: Revised<Document>,
  { theirs, save: write, changed, refresh }: RevisedDocumentOptions<Document>,
) {
  const history = shallowRef(startHistory<Document>(start.document));
  const document = computed(() => history.value.present);

  const dirty = ref(false);
  const saving = ref(false);
  const error = shallowRef<ErrorData | null>(null);
  let revision = start.revision;
  /** What is on the disk. */
  let saved = start.document;
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** `goesOn`: with the last step, which one undo takes back. */
  function change(next: Document, goesOn = false): void {
    history.value = (goesOn && canUndo(history.value) ? amend : record)(history.value, next);
  }
  watch(
    document,
    (now) => {
      clearTimeout(timer);
      dirty.value = now !== saved;
      if (dirty.value) timer = setTimeout(() => void save(), STILL);
    },
    { flush: 'sync' },
  );

  /** What is being saved, if something is. */
  let going: Promise<void> | null = null;
  /** Saves all that has changed by the time that it is done, one saving after the other. What is refused is told, and saved with the next change. */
  function save(): Promise<void> {
    clearTimeout(timer);
    going ??= saveAll().finally(() => (going = null));
    return going;
  }
  async function saveAll(): Promise<void> {
    while (dirty.value && error.value?.code !== changed) {
      [dirty.value, saving.value] = [false, true];
      const now = document.value;
      try {
        revision = await write(revision, now);
        [saved, error.value] = [now, null];
      } catch (thrown) {
        [dirty.value, error.value] = [true, toErrorData(thrown)];
        return;
      } finally {
        saving.value = false;
      }
    }
  }

  // Another window's change, or one elsewhere in this window.
  watch(theirs, (now) => {
    if (!now || now.revision <= revision || saving.value || dirty.value) return;
    follow(now);
  });
  function follow(now: Revised<Document>): void {
    revision = now.revision;
    if (JSON.stringify(now.document) === JSON.stringify(document.value)) return;
    saved = now.document;
    history.value = record(history.value, now.document);
  }
  /** Goes on from what another window has saved; undo brings back what was here. */
  async function takeTheirs(): Promise<void> {
    await refresh();
    const now = theirs();
    [error.value, dirty.value] = [null, false];
    if (now) follow(now);
  }
  onScopeDispose(() => void save());

  const state = computed(() => {
    if (error.value) return error.value.code === changed ? 'conflict' : 'failed';
    return dirty.value || saving.value ? 'saving' : 'saved';
  });
  return {
    ...{ document, state, error, change, save, takeTheirs },
    undo: () => void (history.value = undo(history.value)),
    redo: () => void (history.value = redo(history.value)),
    canUndo: computed(() => canUndo(history.value)),
    canRedo: computed(() => canRedo(history.value)),
  };
}
