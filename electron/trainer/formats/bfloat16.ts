/**
 * bfloat16: the upper half of a float32, so the same range and 8 of its 24 bits of precision, in half the space. What has
 * been rounded to it once is the same after it was written and read.
 */

/** The nearest values that bfloat16 has, ties to even; float32. */
export const roundToBfloat16 = (values: Float32Array): Float32Array => bfloat16ToFloats(floatsToBfloat16(values));

/** Little-endian, two bytes each. */
export function floatsToBfloat16(values: Float32Array): Uint8Array {
  const bits = new Uint32Array(values.slice().buffer);
  const halves = Uint16Array.from(bits, (word, i) => {
    if (Number.isNaN(values[i])) return 0x7fc0;
    return (word + 0x7fff + ((word >>> 16) & 1)) >>> 16;
  });
  return new Uint8Array(halves.buffer);
}

export function bfloat16ToFloats(bytes: Uint8Array): Float32Array {
  const halves = new Uint16Array(Uint8Array.from(bytes).buffer);
  return new Float32Array(Uint32Array.from(halves, (half) => half << 16).buffer);
}
