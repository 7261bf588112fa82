import { fnv1a64, splitmix64 } from './seed.ts';

/** Four unsigned 32-bit words, not all zero: all that a generator is. Plain data, for checkpoints. */
export type RandomState = readonly [number, number, number, number];

/** The streams that a run or a generator derives from its one seed. */
export type StreamName =
  | 'init'
  | 'shuffle'
  | 'split'
  | 'augment'
  | 'strokes'
  | 'lines'
  | 'dropout'
  | 'synthetic'
  | 'known'
  | 'replay'
  | 'perClass'
  | 'map'
  | 'study'
  | 'forest'
  | 'sample';

/**
 * xoshiro128** 1.1 by David Blackman and Sebastiano Vigna (public domain,
 * https://prng.di.unimi.it/xoshiro128starstar.c): period 2^128 - 1, passes BigCrush, and its
 * 32-bit words suit JavaScript. Not for secrets.
 */
export class Random {
  private a = 0;
  private b = 0;
  private c = 0;
  private d = 0;

  constructor(state: RandomState) {
    this.restore(state);
  }

  /** The next 32 bits, as an unsigned integer. */
  next(): number {
    const { a, b, c, d } = this;
    const scaled = Math.imul(b, 5);
    const result = Math.imul((scaled << 7) | (scaled >>> 25), 9) >>> 0;
    const c1 = c ^ a;
    const d1 = d ^ b;
    this.a = a ^ d1;
    this.b = b ^ c1;
    this.c = c1 ^ (b << 9);
    this.d = (d1 << 11) | (d1 >>> 21);
    return result;
  }

  /** Uniform in [low, high), in steps of 2^-32 of the range. */
  uniform(low = 0, high = 1): number {
    return low + (high - low) * (this.next() / 0x1_0000_0000);
  }

  /**
   * Normal, by Box and Muller. Always takes two words and keeps no spare value, so that the state
   * stays these four words alone.
   */
  normal(mean = 0, deviation = 1): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return mean + deviation * radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /** An integer in [0, n), without bias: words beyond the last whole multiple of n are drawn again. */
  integer(n: number): number {
    if (!(Number.isInteger(n) && n >= 1 && n <= 0x1_0000_0000))
      throw new RangeError(`integer(${n}): n must be 1 to 2^32`);
    const limit = 0x1_0000_0000 - (0x1_0000_0000 % n);
    let word = this.next();
    while (word >= limit) word = this.next();
    return word % n;
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.uniform() < probability;
  }

  /** Puts `array` in a random order, in place (Fisher and Yates, as given by Durstenfeld), and returns it. */
  shuffle<T extends Uint32Array | unknown[]>(array: T): T {
    for (let i = array.length - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      const kept = array[i];
      array[i] = array[j]!;
      array[j] = kept!;
    }
    return array;
  }

  state(): RandomState {
    return [this.a >>> 0, this.b >>> 0, this.c >>> 0, this.d >>> 0];
  }

  restore(state: RandomState): void {
    if (state.every((word) => (word | 0) === 0)) throw new RangeError('xoshiro128** cannot run from all zeros');
    [this.a, this.b, this.c, this.d] = [state[0] | 0, state[1] | 0, state[2] | 0, state[3] | 0];
  }
}

/**
 * An independent stream for each name of one seed (an unsigned 32-bit integer, as in a recipe): the four words are
 * SplitMix64's, as xoshiro's authors advise, begun at the hash of seed and name. The same pair always gives the same stream.
 * With an `index`, such as the epoch or the step, each has a stream of its own: then there is no state to save, and a
 * resumed run needs only to know where it is.
 */
export function stream(seed: number, name: StreamName, index?: number): Random {
  const key = index === undefined ? `${seed}/${name}` : `${seed}/${name}/${index}`;
  const [low, high] = splitmix64(fnv1a64(key), 2) as [bigint, bigint];
  const half = (word: bigint, shift: bigint) => Number((word >> shift) & 0xffffffffn);
  return new Random([half(low, 0n), half(low, 32n), half(high, 0n), half(high, 32n)]);
}
