/** A stream of bytes that can be read by count, and of which something can be put back. */
export class ByteQueue {
  private readonly source: AsyncIterator<Uint8Array>;
  private readonly pieces: Uint8Array[] = [];

  constructor(source: AsyncIterable<Uint8Array>) {
    this.source = source[Symbol.asyncIterator]();
  }

  /** The next piece; null at the end. */
  async next(): Promise<Uint8Array | null> {
    const kept = this.pieces.shift();
    if (kept) return kept;
    for (;;) {
      const { done, value } = await this.source.next();
      if (done) return null;
      if (value.length > 0) return value;
    }
  }

  /** `count` bytes, or fewer at the end. */
  async take(count: number): Promise<Uint8Array> {
    const taken: Uint8Array[] = [];
    let missing = count;
    while (missing > 0) {
      const piece = await this.next();
      if (piece === null) break;
      taken.push(piece.subarray(0, missing));
      if (piece.length > missing) this.putBack(piece.subarray(missing));
      missing -= Math.min(missing, piece.length);
    }
    return taken.length === 1 ? taken[0]! : Buffer.concat(taken);
  }

  putBack(...pieces: readonly Uint8Array[]): void {
    this.pieces.unshift(...pieces.filter(({ length }) => length > 0));
  }

  /** The bytes that are left. */
  async *rest(): AsyncGenerator<Uint8Array> {
    for (let piece = await this.next(); piece !== null; piece = await this.next()) yield piece;
  }

  /** Ends the source. */
  async close(): Promise<void> {
    await this.source.return?.();
  }
}
