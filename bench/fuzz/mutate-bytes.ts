import type { Random } from '../../shared/random/random.ts';

/** Numbers that a count, a size or an offset should never be. */
const COUNTS = [0, 1, 0x7f, 0xff, 0x7fff, 0xffff, 1_000_000, 0x7fffffff, 0x80000000, 0xffffffff];

/** What a text should not have where a number or a mark stands. */
const WORDS = [
  'NaN',
  '1e999',
  '-1',
  '',
  '"',
  "'",
  ',',
  ',,,,',
  '\n',
  '\0',
  '[[[[',
  '{',
  '}',
  '\ufeff',
  '\u202e',
  '../',
  '.5',
];

/** A mutation never makes more of an input than this, bytes: what large files cost has tests of its own. */
const LONGEST = 65_536;

type Change = (bytes: Uint8Array, random: Random) => Uint8Array;

const copy = (bytes: Uint8Array, change: (copied: Uint8Array) => void): Uint8Array => {
  const copied = Uint8Array.from(bytes);
  change(copied);
  return copied;
};

/** Headers decide most, so every other place lies in the first 64 bytes. */
const place = (bytes: Uint8Array, random: Random): number =>
  random.integer(Math.max(1, random.chance(0.5) ? Math.min(64, bytes.length) : bytes.length));

const joined = (...parts: readonly Uint8Array[]): Uint8Array => Buffer.concat(parts).subarray(0, LONGEST);

const noise = (random: Random, length: number): Uint8Array => Uint8Array.from({ length }, () => random.integer(256));

function writeCount(bytes: Uint8Array, random: Random): Uint8Array {
  const [width, count] = [[1, 2, 4, 8][random.integer(4)]!, COUNTS[random.integer(COUNTS.length)]!];
  if (bytes.length < width) return bytes;
  const at = Math.min(place(bytes, random), bytes.length - width);
  const isLittle = random.chance(0.5);
  return copy(bytes, (copied) => {
    const view = new DataView(copied.buffer);
    if (width === 1) view.setUint8(at, count & 0xff);
    else if (width === 2) view.setUint16(at, count & 0xffff, isLittle);
    else if (width === 4) view.setUint32(at, count, isLittle);
    else view.setBigUint64(at, BigInt(count) << BigInt(random.integer(32)), isLittle);
  });
}

const CHANGES: readonly Change[] = [
  (bytes, random) => copy(bytes, (copied) => (copied[place(copied, random)]! ^= 1 << random.integer(8))),
  (bytes, random) => copy(bytes, (copied) => (copied[place(copied, random)] = random.integer(256))),
  writeCount,
  writeCount,
  (bytes, random) => bytes.subarray(0, random.integer(bytes.length + 1)),
  (bytes, random) => {
    const at = place(bytes, random);
    return joined(bytes.subarray(0, at), bytes.subarray(Math.min(bytes.length, at + 1 + random.integer(64))));
  },
  // A piece of itself in another place.
  (bytes, random) => {
    const [from, at] = [place(bytes, random), place(bytes, random)];
    return joined(bytes.subarray(0, at), bytes.subarray(from, from + 1 + random.integer(256)), bytes.subarray(at));
  },
  (bytes, random) => {
    const at = place(bytes, random);
    return joined(bytes.subarray(0, at), noise(random, 1 + random.integer(32)), bytes.subarray(at));
  },
  // One byte or piece over and over: what nests, nests deep.
  (bytes, random) => {
    const at = place(bytes, random);
    const piece = bytes.subarray(at, at + 1 + random.integer(4));
    const repeated = Array.from({ length: 1 + random.integer(4096) }, () => piece);
    return joined(bytes.subarray(0, at), ...repeated, bytes.subarray(at));
  },
  (bytes, random) => {
    const at = place(bytes, random);
    const word = Buffer.from(WORDS[random.integer(WORDS.length)]!);
    return joined(bytes.subarray(0, at), word, bytes.subarray(at + random.integer(word.length + 1)));
  },
];

/**
 * What `seed` becomes by one to six changes: bits, bytes, counts, pieces cut, doubled and put elsewhere, or, once in sixteen,
 * noise of up to 4 KiB, behind the seed's own beginning or not.
 */
export function mutateBytes(seed: Uint8Array, random: Random): Uint8Array {
  if (random.chance(1 / 16)) {
    const beginning = seed.subarray(0, random.chance(0.5) ? 0 : random.integer(32));
    return joined(beginning, noise(random, random.integer(4096)));
  }
  let bytes = seed;
  const changes = 1 + random.integer(1 + random.integer(6));
  for (let i = 0; i < changes; i++) bytes = CHANGES[random.integer(CHANGES.length)]!(bytes, random);
  return bytes;
}
