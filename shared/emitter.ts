/** Listeners of one kind of news. A listener that throws does not keep the others from hearing. */
export class Emitter<T> {
  private readonly listeners = new Set<(news: T) => void>();
  private readonly onError: (thrown: unknown) => void;

  constructor(onError: (thrown: unknown) => void) {
    this.onError = onError;
  }

  /** Returns the function that takes the listener back. */
  on(listener: (news: T) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  emit(news: T): void {
    for (const listener of [...this.listeners]) {
      try {
        listener(news);
      } catch (thrown) {
        this.onError(thrown);
      }
    }
  }
}
