/** A list of numbers that grows without copies of what is there, and takes as little memory as its numbers do. */
export class Growing<T extends Uint8Array | Uint16Array | Uint32Array | Float64Array> {
  private readonly create: (length: number) => T;
  private readonly full: T[] = [];
  private last: T;
  private used = 0;

  constructor(create: (length: number) => T) {
    this.create = create;
    this.last = create(PIECE);
  }

  get length(): number {
    return this.full.length * PIECE + this.used;
  }

  push(value: number): void {
    if (this.used === PIECE) {
      this.full.push(this.last);
      this.last = this.create(PIECE);
      this.used = 0;
    }
    this.last[this.used++] = value;
  }

  all(): T {
    const whole = this.create(this.length);
    this.full.forEach((piece, i) => whole.set(piece, i * PIECE));
    whole.set(this.last.subarray(0, this.used), this.full.length * PIECE);
    return whole;
  }
}

const PIECE = 65_536;
