/* Half precision (IEEE 754 binary16), for engines without Float16Array: the page of an export, and Node 16. */

/** The largest number that is one. */
const LARGEST = 65_504;
/** Of the smallest steps, below 2^-14. */
const SMALLEST = 2 ** -24;

/**
 * The nearest half, as its 16 bits; of two that are as near the even one. What is larger than any becomes the largest: a weight that is not a number
 * stays none.
 */
export function halfBits(value: number): number {
  if (Number.isNaN(value)) return 0x7e00;
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.min(Math.abs(value), LARGEST);
  const exponent = Math.max(-14, Math.floor(Math.log2(Math.max(size, SMALLEST))));
  // A power of two next to which the logarithm was rounded is put right by the carry: 1024 steps are the next power's first.
  const steps = roundEven(size / 2 ** (exponent - 10));
  return sign + (steps < 1024 ? steps : (exponent + 15) * 1024 + (steps - 1024));
}

/** The number that 16 bits stand for. */
export function fromHalfBits(bits: number): number {
  const [exponent, fraction] = [(bits >> 10) & 0x1f, bits & 0x3ff];
  const sign = bits & 0x8000 ? -1 : 1;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (exponent === 0 ? fraction * SMALLEST : (1024 + fraction) * 2 ** (exponent - 25));
}

function roundEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
}
