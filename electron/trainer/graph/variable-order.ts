import type { Ref } from './graph-builder.ts';

/**
 * Keeps reads and writes of variables in the order in which eager execution had them.
 *
 * A graph runs a node as soon as its inputs are there; a variable's handle is there at once. So without control edges a
 * read may see the value of before or after an update, and two equal runs may differ. As for any memory, a read waits
 * for the last write, a write for the last write and for all reads since.
 */
export class VariableOrder {
  private readonly lastWrite = new Map<Ref, Ref>();
  private readonly readsSince = new Map<Ref, Ref[]>();

  /** What an op on these handles must wait for. */
  before(handles: readonly Ref[], writes: boolean): Ref[] {
    const control = new Set<Ref>();
    for (const handle of handles) {
      const write = this.lastWrite.get(handle);
      if (write !== undefined) control.add(write);
      if (writes) for (const read of this.readsSince.get(handle) ?? []) control.add(read);
    }
    return [...control];
  }

  /** Notes that `node` is the op that was asked about. */
  done(handles: readonly Ref[], writes: boolean, node: Ref): void {
    for (const handle of handles) {
      if (writes) {
        this.lastWrite.set(handle, node);
        this.readsSince.set(handle, []);
      } else {
        const reads = this.readsSince.get(handle) ?? [];
        reads.push(node);
        this.readsSince.set(handle, reads);
      }
    }
  }

  /** The newest write of every variable: a node that waits for these runs after all updates. */
  writes(): Ref[] {
    return [...new Set(this.lastWrite.values())];
  }
}
