import { shallowReactive } from 'vue';
import { toErrorData } from '../../shared/contract/errors.ts';
import { errorWords } from '../i18n/index.ts';

export interface ToastAction {
  readonly label: string;
  readonly run: () => void | Promise<void>;
}

export interface Toast {
  readonly id: number;
  readonly title: string;
  readonly text?: string | undefined;
  readonly tone: 'plain' | 'ok' | 'error';
  readonly action?: ToastAction | undefined;
  /** Milliseconds on screen; the clock stands still under the pointer and while it has the focus. */
  readonly duration: number;
}

export type ToastOptions = Pick<Toast, 'title' | 'text' | 'action'> & Partial<Pick<Toast, 'tone' | 'duration'>>;

/** With more than this at once the oldest is removed. */
const MAXIMAL_TOASTS = 3;
const READING_TIME = 5000;
const DECIDING_TIME = 8000;

const list = shallowReactive<Toast[]>([]);
let lastId = 0;

/** Returns the toast's id, for `dismiss`. */
function show(options: ToastOptions): number {
  const id = ++lastId;
  const duration = options.action === undefined && options.tone !== 'error' ? READING_TIME : DECIDING_TIME;
  list.push({ tone: 'plain', duration, ...options, id });
  if (list.length > MAXIMAL_TOASTS) list.shift();
  return id;
}

function dismiss(id: number): void {
  const index = list.findIndex((toast) => toast.id === id);
  if (index >= 0) list.splice(index, 1);
}

/** Does the toast's action once and takes the toast away; what the action throws is shown in its turn. */
async function act(id: number): Promise<void> {
  const action = list.find((toast) => toast.id === id)?.action;
  dismiss(id);
  try {
    await action?.run();
  } catch (thrown) {
    error(thrown);
  }
}

/** Shows anything thrown in the user's words. `cancelled` is what the user asked for and is not shown. */
function error(thrown: unknown, action?: ToastAction): void {
  const data = toErrorData(thrown);
  if (data.code === 'cancelled') return;
  const words = errorWords(data);
  show({ tone: 'error', title: words.title, text: words.todo, action });
}

/** Short messages that need no answer but may offer one action: undo. */
export const useToasts = () => ({ list: list as readonly Toast[], show, dismiss, act, error });
