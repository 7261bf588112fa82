import { inject, onScopeDispose, provide, useId, watch } from 'vue';
import type { InjectionKey } from 'vue';

/** What is wrong with a field, in words, and the way to it. */
export interface FieldProblem {
  /** The field's name on screen. */
  readonly label: string;
  readonly message: string;
  /** Brings the field on screen and puts the focus into it. */
  readonly focus: () => void;
  /** Takes back what was typed: the value before it stands in the field again. */
  readonly reset: () => void;
}

/** The problems of a form's fields by the fields' ids, the oldest first. */
export type Problems = Map<string, FieldProblem>;

const KEY: InjectionKey<Problems> = Symbol('problems');

/**
 * Called by a form: every field inside tells `problems` (a reactive map) what is wrong with it, for as long as it is there.
 * Nothing may be sent while there are any.
 */
export const provideProblems = (problems: Problems): void => provide(KEY, problems);

/** Called by a field: tells the form around it, if there is one, what is wrong now; null: nothing. */
export function useProblem(problem: () => FieldProblem | null): void {
  const problems = inject(KEY, null);
  if (problems === null) return;
  const id = useId();
  const tell = (now: FieldProblem | null): void => void (now === null ? problems.delete(id) : problems.set(id, now));
  watch(problem, tell, { immediate: true, flush: 'sync' });
  onScopeDispose(() => problems.delete(id));
}
