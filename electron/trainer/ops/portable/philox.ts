/**
 * Philox4x32-10 (Salmon and others, 2011), the counter-based generator behind TensorFlow's stateless random ops, and the way
 * in which those make a key and a counter of two seeds (tensorflow/core/kernels/stateless_random_ops.cc): the same
 * seeds give the numbers that TensorFlow gives, to the bit.
 */
const MULTIPLY = [0xd2511f53, 0xcd9e8d57] as const;
const WEYL = [0x9e3779b9, 0xbb67ae85] as const;
const ROUNDS = 10;

/** Scrambles the seeds: "so that the user doesn't need to worry about which part of the seed needs to be strong". */
const SCRAMBLING_KEY = [0x3ec8f720, 0x02461e29] as const;

/** `count` random 32-bit numbers of two int32 seeds. */
export function philox(seed0: number, seed1: number, count: number): Uint32Array {
  const block = Uint32Array.of(seed0, sign(seed0), seed1, sign(seed1));
  mix(block, SCRAMBLING_KEY[0], SCRAMBLING_KEY[1]);
  const [key0, key1, high0, high1] = block as unknown as [number, number, number, number];
  const blocks = Math.ceil(count / 4);
  const numbers = new Uint32Array(blocks * 4);
  for (let i = 0; i < blocks; i++) {
    block[0] = i;
    block[1] = 0;
    block[2] = high0;
    block[3] = high1;
    mix(block, key0, key1);
    numbers.set(block, i * 4);
  }
  return numbers.subarray(0, count);
}

/** The upper half of an int32 as 64 bits. */
const sign = (seed: number): number => (seed < 0 ? 0xffffffff : 0);

/** Ten rounds over a counter of four numbers, in place. */
function mix(counter: Uint32Array, key0: number, key1: number): void {
  let [k0, k1] = [key0, key1];
  for (let round = 0; round < ROUNDS; round++) {
    const [c0, c2] = [counter[0]!, counter[2]!];
    counter[0] = upperProduct(MULTIPLY[1], c2) ^ counter[1]! ^ k0;
    counter[1] = Math.imul(MULTIPLY[1], c2);
    counter[2] = upperProduct(MULTIPLY[0], c0) ^ counter[3]! ^ k1;
    counter[3] = Math.imul(MULTIPLY[0], c0);
    k0 = (k0 + WEYL[0]) | 0;
    k1 = (k1 + WEYL[1]) | 0;
  }
}

/** The upper 32 bits of the product of two numbers of 32 bits. */
function upperProduct(a: number, b: number): number {
  const [aHigh, aLow, bHigh, bLow] = [a >>> 16, a & 0xffff, b >>> 16, b & 0xffff];
  const low = (Math.imul(aLow, bLow) >>> 16) + aHigh * bLow;
  const middle = (low % 0x1_0000_0000) + aLow * bHigh;
  return (aHigh * bHigh + Math.floor(middle / 0x10000)) >>> 0;
}
