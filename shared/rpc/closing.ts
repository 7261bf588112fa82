/** Something that happens once, and whose listeners may come before or after it. */
export interface Closing {
  readonly done: boolean;
  /** Returns the function that takes the listener back. A listener that comes too late is called at once. */
  onClose(listener: () => void): () => void;
  /** Calls the listeners, the first time only. */
  happen(): void;
}

export function createClosing(): Closing {
  const listeners = new Set<() => void>();
  let done = false;
  return {
    get done() {
      return done;
    },
    onClose(listener) {
      if (done) listener();
      else listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    happen() {
      if (done) return;
      done = true;
      for (const listener of [...listeners]) listener();
      listeners.clear();
    },
  };
}
