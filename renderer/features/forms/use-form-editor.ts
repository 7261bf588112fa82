import { computed, ref } from 'vue';
import type { FieldBox, Form, FormField } from '../../../shared/contract/schemas/form.ts';
import { t } from '../../i18n/index.ts';
import { useForms } from '../../stores/forms.ts';
import { useRevisedDocument } from '../../stores/revised-document.ts';
import { boxBeside, canAdd, newField, patched, within, withField } from './field-edits.ts';

/** The fields of a template on the screen, with undo and redo; they are saved by themselves. Another window's changes are followed. */
export function useFormEditor(form: Form) {
  const forms = useForms();
  const { id, size } = form;
  const kept = useRevisedDocument<readonly FormField[]>(
    { revision: form.revision, document: form.fields },
    {
      theirs: () => {
        const now = forms.byId.get(id);
        return now ? { revision: now.revision, document: now.fields } : null;
      },
      save: async (expected, now) => (await forms.saveFields(id, expected, [...now])).revision,
      changed: 'form-changed',
      refresh: () => forms.refresh(),
    },
  );
  const fields = kept.document;
  const chosenId = ref<string | null>(form.fields[0]?.id ?? null);
  const chosen = computed(() => fields.value.find((field) => field.id === chosenId.value) ?? null);

  /** The field whose name is being typed. */
  let naming: string | null = null;

  function change(next: readonly FormField[], goesOn = false): void {
    naming = null;
    kept.change(next, goesOn);
  }

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

  const { state, error, save, takeTheirs, canUndo, canRedo } = kept;
  return {
    ...{ size, fields, chosenId, chosen, state, error },
    ...{ add, patch, rename, place, remove, step, save, takeTheirs },
    undo: () => void ((naming = null), kept.undo()),
    redo: () => void ((naming = null), kept.redo()),
    ...{ canUndo, canRedo },
  };
}

export type FormEditor = ReturnType<typeof useFormEditor>;
