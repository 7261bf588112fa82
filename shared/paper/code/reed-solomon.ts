/**
 * Reed and Solomon's code over bytes (the field of 256 elements by x^8 + x^4 + x^3 + x^2 + 1, as in QR codes), words of 255
 * bytes: the data, then `parity` bytes, of which half as many wrong bytes can be put right wherever they are.
 */
export const WORD = 255;

const EXP = new Uint8Array(2 * WORD);
const LOG = new Uint8Array(256);
for (let power = 0, value = 1; power < WORD; power++) {
  EXP[power] = value;
  EXP[power + WORD] = value;
  LOG[value] = power;
  value = value < 128 ? value << 1 : (value << 1) ^ 0x11d;
}

const times = (a: number, b: number): number => (a === 0 || b === 0 ? 0 : EXP[LOG[a]! + LOG[b]!]!);
const inverse = (a: number): number => EXP[WORD - LOG[a]!]!;

/** A polynomial's value; its coefficients from the constant one up. */
function valueAt(polynomial: ArrayLike<number>, x: number): number {
  let value = 0;
  for (let i = polynomial.length - 1; i >= 0; i--) value = times(value, x) ^ polynomial[i]!;
  return value;
}

/** The data (at most 255 - parity bytes, zeros after them) with its parity: 255 bytes. */
export function encode(data: Uint8Array, parity: number): Uint8Array {
  if (data.length > WORD - parity) throw new RangeError(`${data.length} bytes do not fit beside ${parity} of parity`);
  const generator = new Uint8Array(parity + 1);
  generator[0] = 1;
  for (let root = 0; root < parity; root++) {
    for (let i = root + 1; i > 0; i--) generator[i] = times(generator[i]!, EXP[root]!) ^ generator[i - 1]!;
    generator[0] = times(generator[0]!, EXP[root]!);
  }
  const word = new Uint8Array(WORD);
  word.set(data);
  // What is left of the division by the generator, whose highest coefficient is 1.
  const rest = word.slice();
  for (let i = 0; i < WORD - parity; i++) {
    const factor = rest[i]!;
    if (factor !== 0) for (let k = 0; k <= parity; k++) rest[i + k]! ^= times(generator[parity - k]!, factor);
  }
  word.set(rest.subarray(WORD - parity), WORD - parity);
  return word;
}

/** The data of a word, put right. Null: more of it is wrong than can be. */
export function decode(received: Uint8Array, parity: number): Uint8Array | null {
  // From here on the last byte is the constant coefficient.
  const word = received.slice().reverse();
  const syndromes = Uint8Array.from({ length: parity }, (_, root) => valueAt(word, EXP[root]!));
  if (syndromes.some((syndrome) => syndrome !== 0)) {
    const locator = locatorOf(syndromes);
    if (locator === null || !correct(word, syndromes, locator)) return null;
    if (syndromes.some((_, root) => valueAt(word, EXP[root]!) !== 0)) return null;
  }
  return word.reverse().subarray(0, WORD - parity);
}

/** The shortest polynomial whose roots tell where the word is wrong (Berlekamp and Massey). Null: it is wrong in too many places. */
function locatorOf(syndromes: Uint8Array): number[] | null {
  let [locator, before, length, shift, last] = [[1], [1], 0, 1, 1];
  for (let n = 0; n < syndromes.length; n++) {
    let discrepancy = syndromes[n]!;
    for (let i = 1; i <= length; i++) discrepancy ^= times(locator[i] ?? 0, syndromes[n - i]!);
    if (discrepancy === 0) {
      shift += 1;
      continue;
    }
    const factor = times(discrepancy, inverse(last));
    const next = locator.slice();
    before.forEach((value, i) => (next[i + shift] = (next[i + shift] ?? 0) ^ times(factor, value)));
    for (let i = 0; i < next.length; i++) next[i] ??= 0;
    if (2 * length <= n) [before, last, length, shift] = [locator, discrepancy, n + 1 - length, 1];
    else shift += 1;
    locator = next;
  }
  return 2 * length > syndromes.length ? null : locator.slice(0, length + 1);
}

/** Puts the wrong bytes right (Chien's search for their places, Forney's formula for what is wrong with them). */
function correct(word: Uint8Array, syndromes: Uint8Array, locator: readonly number[]): boolean {
  const evaluator = new Uint8Array(syndromes.length);
  for (let i = 0; i < syndromes.length; i++) {
    for (let k = 0; k <= i && k < locator.length; k++) evaluator[i]! ^= times(locator[k]!, syndromes[i - k]!);
  }
  // In a field of characteristic 2 the even powers vanish from the derivative.
  const derivative = locator.slice(1).map((value, i) => (i % 2 === 0 ? value : 0));
  let found = 0;
  for (let place = 0; place < WORD; place++) {
    const root = inverse(EXP[place]!);
    if (valueAt(locator, root) !== 0) continue;
    const slope = valueAt(derivative, root);
    if (slope === 0) return false;
    word[place]! ^= times(EXP[place]!, times(valueAt(evaluator, root), inverse(slope)));
    found += 1;
  }
  return found === locator.length - 1;
}
