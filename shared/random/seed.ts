const MASK = (1n << 64n) - 1n;

/** FNV-1a, 64 bits, over a string's UTF-16 code units' low bytes (names here are ASCII). http://www.isthe.com/chongo/tech/comp/fnv */
export function fnv1a64(text: string): bigint {
  let hash = 0xcbf29ce484222325n;
  for (let i = 0; i < text.length; i++) {
    hash = ((hash ^ BigInt(text.charCodeAt(i) & 0xff)) * 0x100000001b3n) & MASK;
  }
  return hash;
}

/** SplitMix64 by Sebastiano Vigna (public domain, https://prng.di.unimi.it/splitmix64.c): the first `count` outputs of a seed. */
export function splitmix64(seed: bigint, count: number): bigint[] {
  let state = seed & MASK;
  return Array.from({ length: count }, () => {
    state = (state + 0x9e3779b97f4a7c15n) & MASK;
    let z = state;
    z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK;
    z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & MASK;
    return z ^ (z >> 31n);
  });
}
