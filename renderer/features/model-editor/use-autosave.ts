import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue';
import { toErrorData, type ErrorData } from '../../../shared/contract/errors.ts';
import type { Architecture, ArchitectureContent } from '../../../shared/contract/schemas/architecture.ts';
import { useArchitectures } from '../../stores/architectures.ts';
import { useModelEditor } from '../../stores/model-editor.ts';

/** The editor saves when it has not changed for so long, milliseconds. */
const STILL = 300;

const sameContent = (a: ArchitectureContent, b: ArchitectureContent): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

/**
 * Keeps what is edited as one types. What was opened from elsewhere (a preset, a trained model) becomes an architecture of the user's
 * own with the first change: `made` is called then. Another window's changes are followed; where both changed, it asks.
 */
export function useAutosave(made: (architecture: Architecture) => void) {
  const editor = useModelEditor();
  const architectures = useArchitectures();
  const sitting = `window-${Math.random().toString(36).slice(2, 12).padEnd(10, '0')}`;
  /** What is on the disk; null: nothing is yet. */
  const saved = shallowRef<Architecture | null>(null);
  const error = shallowRef<ErrorData | null>(null);
  /** The other window's state, while a person has to choose. */
  const conflict = shallowRef<Architecture | null>(null);
  const dirty = ref(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let saving: Promise<void> | null = null;
  let hasLeft = false;

  /** `architecture`: null for what is not the user's own yet. */
  function begin(architecture: Architecture | null): void {
    clearTimeout(timer);
    saved.value = architecture;
    [error.value, conflict.value, dirty.value] = [null, null, false];
  }

  watch(
    () => editor.changes,
    () => {
      dirty.value = true;
      clearTimeout(timer);
      timer = setTimeout(() => void flush(), STILL);
    },
  );

  const held = () => ({ name: editor.name, content: editor.content });

  /** Saves now what is not saved, one saving after the other. Never rejects. `last`: what is saved where that is not what the editor holds. */
  async function flush(last?: ReturnType<typeof held>): Promise<void> {
    clearTimeout(timer);
    await saving;
    if (!dirty.value || conflict.value) return;
    saving = keep(last ?? held()).finally(() => (saving = null));
    await saving;
  }
  async function keep({ name, content }: ReturnType<typeof held>): Promise<void> {
    const own = saved.value;
    dirty.value = false;
    try {
      if (own === null) {
        const one = await architectures.create(architectures.freeName(name), content);
        saved.value = one;
        if (!hasLeft) editor.name = one.name;
        made(one);
      } else saved.value = await architectures.save(own.id, { expected: own.revision, content, sitting });
      error.value = null;
      if (dirty.value) timer = setTimeout(() => void flush(), STILL);
    } catch (thrown) {
      dirty.value = true;
      const data = toErrorData(thrown);
      if (data.code === 'architecture-changed' && own !== null) await ask(own);
      else error.value = data;
    }
  }

  async function ask(own: Architecture): Promise<void> {
    await architectures.refresh().catch(() => undefined);
    conflict.value = architectures.find(own.id) ?? own;
  }

  // Another window's change, or a rename by any.
  watch(
    () => (saved.value ? architectures.find(saved.value.id) : undefined),
    (now) => {
      const own = saved.value;
      if (!now || !own || conflict.value) return;
      editor.name = now.name;
      if (now.revision <= own.revision || saving) return;
      if (dirty.value) return void (conflict.value = now);
      saved.value = now;
      if (!sameContent(now.content, editor.content)) editor.follow(now.content);
    },
  );

  /** Goes on from the other window's state; what is here becomes a version. */
  async function takeTheirs(): Promise<void> {
    const theirs = conflict.value;
    if (!theirs) return;
    const mine = await architectures.save(theirs.id, { expected: theirs.revision, content: editor.content, sitting });
    saved.value = await architectures.takeVersion(mine.id, mine.revision, theirs.revision);
    [conflict.value, dirty.value] = [null, false];
    editor.follow(theirs.content);
  }

  /** Goes on from what is here, as one of its own. */
  async function keepMine(): Promise<void> {
    const one = await architectures.create(architectures.freeName(editor.name), editor.content);
    saved.value = one;
    [conflict.value, dirty.value] = [null, false];
    editor.name = one.name;
    made(one);
  }

  /** An earlier version becomes the present one. */
  async function takeVersion(revision: number): Promise<void> {
    await flush();
    const own = saved.value;
    if (!own) return;
    const now = await architectures.takeVersion(own.id, own.revision, revision);
    saved.value = now;
    editor.follow(now.content);
  }

  const leave = (): void => void flush();
  window.addEventListener('pagehide', leave);
  onScopeDispose(() => {
    window.removeEventListener('pagehide', leave);
    hasLeft = true;
    // While an earlier saving is on its way, the editor may open another one.
    void flush(held());
  });

  const state = computed(() => {
    if (conflict.value) return 'conflict';
    if (error.value) return 'failed';
    if (saved.value === null) return dirty.value ? 'saving' : 'unchanged';
    return dirty.value ? 'saving' : 'saved';
  });
  return { saved, state, error, conflict, begin, flush, takeTheirs, keepMine, takeVersion };
}

export type Autosave = ReturnType<typeof useAutosave>;
