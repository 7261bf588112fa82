import { computed, inject, provide, useId } from 'vue';
import type { ComputedRef, InjectionKey } from 'vue';

interface FieldContext {
  readonly id: string;
  /** What the field is called on screen. */
  readonly label: () => string;
  readonly labelId: string;
  readonly describedBy: ComputedRef<string | undefined>;
  readonly invalid: ComputedRef<boolean>;
}

const KEY: InjectionKey<FieldContext> = Symbol('field');

/** Called by UiField: gives the control inside its name, description and state. */
export function provideField(parts: { label: () => string; hint: () => boolean; error: () => boolean }) {
  const id = useId();
  const field = {
    id,
    label: parts.label,
    labelId: `${id}-label`,
    hintId: `${id}-hint`,
    errorId: `${id}-error`,
    describedBy: computed(() => (parts.error() ? `${id}-error` : parts.hint() ? `${id}-hint` : undefined)),
    invalid: computed(parts.error),
  };
  provide(KEY, field);
  return field;
}

/** Called by a control: the field around it, or null when it stands alone. */
export const useField = (): FieldContext | null => inject(KEY, null);
