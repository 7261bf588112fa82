/**
 * A hash of 53 bits, so that it is a whole number exactly: two runs of multiplication and rotation over the bytes
 * (cyrb53, public domain). Among a million images two unlike ones share it once in 20,000 data sets.
 */
export function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (let i = from; i < to; i++) {
    const byte = bytes[i]!;
    a = Math.imul(a ^ byte, 2654435761);
    b = Math.imul(b ^ byte, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return 4294967296 * (2097151 & b) + (a >>> 0);
}

/** How many items equal an earlier one. */
export function repeats(hashes: Float64Array): number {
  const sorted = Float64Array.from(hashes).sort();
  let count = 0;
  for (let i = 1; i < sorted.length; i++) if (sorted[i] === sorted[i - 1]) count++;
  return count;
}

/** How many items of the first list are in the second. */
export function shared(hashes: Float64Array, others: Float64Array): number {
  const known = Float64Array.from(others).sort();
  return hashes.reduce((count, hash) => count + Number(includes(known, hash)), 0);
}

function includes(sorted: Float64Array, value: number): boolean {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === value;
}
