import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue';
import { toErrorData } from '../../../shared/contract/errors.ts';
import type { ErrorData } from '../../../shared/contract/errors.ts';
import type { FieldBox, Form, FormField } from '../../../shared/contract/schemas/form.ts';
import { amend, canRedo, canUndo, record, redo, startHistory, undo } from '../../../shared/history/history.ts';
import { t } from '../../i18n/index.ts';
import { useForms } from '../../stores/forms.ts';
import { boxBeside, canAdd, newField, patched, within, withField } from './field-edits.ts';

/** The fields are saved when they have not changed for so long, milliseconds. */
const STILL = 400;

/** The fields of a template on the screen, with undo and redo; they are saved by themselves. Another window's changes are followed. */
export function useFormEditor(form: Form) {
  const forms = useForms();
  const { id, size } = form;
  const history = shallowRef(startHistory<readonly FormField[]>(form.fields));
  const fields = computed(() => history.value.present);
  const chosenId = ref<string | null>(form.fields[0]?.id ?? null);
  const chosen = computed(() => fields.value.find((field) => field.id === chosenId.value) ?? null);

  const dirty = ref(false);
  const saving = ref(false);
  const error = shallowRef<ErrorData | null>(null);
  let revision = form.revision;
  /** What is on the disk. */
  let saved: readonly FormField[] = form.fields;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** The field whose name is being typed. */
  let naming: string | null = null;

  function change(next: readonly FormField[], goesOn = false): void {
    naming = null;
    history.value = (goesOn && canUndo(history.value) ? amend : record)(history.value, next);
  }
  watch(
    fields,
    (now) => {
      clearTimeout(timer);
      dirty.value = now !== saved;
      if (dirty.value) timer = setTimeout(() => void save(), STILL);
    },
    { flush: 'sync' },
  );

  /** One saving after the other. What is refused is told, and saved with the next change. */
  async function save(): Promise<void> {
    clearTimeout(timer);
    if (!dirty.value || saving.value || error.value?.code === 'form-changed') return;
    [dirty.value, saving.value] = [false, true];
    const now = fields.value;
    try {
      revision = (await forms.saveFields(id, revision, [...now])).revision;
      [saved, error.value] = [now, null];
    } catch (thrown) {
      [dirty.value, error.value] = [true, toErrorData(thrown)];
      return;
    } finally {
      saving.value = false;
    }
    await save();
  }

  // Another window's change, or a rename.
  watch(
    () => forms.byId.get(id),
    (now) => {
      if (!now || now.revision <= revision || saving.value || dirty.value) return;
      follow(now);
    },
  );
  function follow(now: Form): void {
    revision = now.revision;
    if (JSON.stringify(now.fields) === JSON.stringify(fields.value)) return;
    saved = now.fields;
    history.value = record(history.value, now.fields);
  }
  /** Goes on from what another window has saved; undo brings back what was here. */
  async function takeTheirs(): Promise<void> {
    await forms.refresh();
    const now = forms.byId.get(id);
    [error.value, dirty.value] = [null, false];
    if (now) follow(now);
  }
  onScopeDispose(() => void save());

  function add(box: FieldBox | null = null): void {
    if (!canAdd(fields.value)) return;
    const last = chosen.value ?? fields.value.at(-1) ?? null;
    const name = t('forms.fieldName', { n: fields.value.length + 1 });
    const field = newField(fields.value, box ?? boxBeside(last, size), name, last);
    change([...fields.value, field]);
    chosenId.value = field.id;
  }
  function patch(what: Partial<Omit<FormField, 'id'>>, goesOn = false): void {
    if (chosen.value) change(withField(fields.value, patched(chosen.value, what)), goesOn);
  }
  /** All that is typed of a name is one step back. */
  function rename(name: string): void {
    const goesOn = naming !== null && naming === chosenId.value;
    patch({ name }, goesOn);
    naming = chosenId.value;
  }
  /** `goesOn`: of the same movement, which is one step back. */
  const place = (box: FieldBox, goesOn = false): void => patch({ box: within(box, size) }, goesOn);
  function remove(): void {
    const at = fields.value.findIndex((field) => field.id === chosenId.value);
    if (at < 0) return;
    const rest = fields.value.filter((field) => field.id !== chosenId.value);
    change(rest);
    chosenId.value = (rest[at] ?? rest.at(-1))?.id ?? null;
  }
  /** To the field so many places on in the list. */
  function step(by: number): void {
    const at = fields.value.findIndex((field) => field.id === chosenId.value);
    const to = fields.value[Math.min(fields.value.length - 1, Math.max(0, at + by))];
    if (to) chosenId.value = to.id;
  }

  const state = computed(() => {
    if (error.value) return error.value.code === 'form-changed' ? 'conflict' : 'failed';
    return dirty.value || saving.value ? 'saving' : 'saved';
  });
  return {
    ...{ size, fields, chosenId, chosen, state, error },
    ...{ add, patch, rename, place, remove, step, save, takeTheirs },
    undo: () => void ([naming, history.value] = [null, undo(history.value)]),
    redo: () => void ([naming, history.value] = [null, redo(history.value)]),
    canUndo: computed(() => canUndo(history.value)),
    canRedo: computed(() => canRedo(history.value)),
  };
}

export type FormEditor = ReturnType<typeof useFormEditor>;
