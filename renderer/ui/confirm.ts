import { shallowReactive } from 'vue';

export interface Question {
  readonly title: string;
  readonly text?: string | undefined;
  /** The button that does it, a verb: "Delete run". */
  readonly action: string;
  readonly danger?: boolean | undefined;
}

const state = shallowReactive<{ question: Question | null; open: boolean }>({ question: null, open: false });
let settle: ((yes: boolean) => void) | null = null;

/** Asks in the one dialog that the frame holds; resolves to false when it is dismissed. */
function confirm(question: Question): Promise<boolean> {
  answer(false);
  state.question = question;
  state.open = true;
  return new Promise((resolve) => (settle = resolve));
}

function answer(yes: boolean): void {
  state.open = false;
  settle?.(yes);
  settle = null;
}

export const useConfirm = () => ({ state, confirm, answer });
