/** Work on the same thing follows one another, in the order in which it was asked for. */
export class Turns<Key> {
  private readonly newest = new Map<Key, Promise<unknown>>();

  /** Does `work` after all earlier work for the same key. Resolves or rejects as `work` does. */
  take<T>(key: Key, work: () => T | Promise<T>): Promise<T> {
    const before = this.newest.get(key) ?? Promise.resolve();
    const turn = before.then(work);
    const over: Promise<void> = turn.then(
      () => this.forget(key, over),
      () => this.forget(key, over),
    );
    this.newest.set(key, over);
    return turn;
  }

  /** Resolves when no work is going or waiting. */
  async idle(): Promise<void> {
    while (this.newest.size > 0) await Promise.all(this.newest.values());
  }

  private forget(key: Key, over: Promise<unknown>): void {
    if (this.newest.get(key) === over) this.newest.delete(key);
  }
}
