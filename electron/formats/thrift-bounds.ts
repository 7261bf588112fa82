/** No structure of parquet's goes deeper. */
const DEEPEST = 32;

/** Types of Thrift's compact protocol. */
const [TRUE, FALSE, BYTE, I16, I32, I64, DOUBLE, BINARY, LIST, STRUCT] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 12];

/**
 * Goes over a structure in Thrift's compact protocol without building anything, from `at` to where it ends. Throws RangeError
 * when it does not end, or holds lists that claim more than there are bytes: a reader makes room for what a list claims
 * before its items are there.
 */
export function skipStruct(view: DataView, at: number, depth = 0): number {
  if (depth > DEEPEST) throw new RangeError('nested too deep');
  for (;;) {
    const byte = view.getUint8(at++);
    const type = byte & 15;
    if (type === 0) return at;
    // A field that is far from the one before has its number behind its type.
    if (byte >> 4 === 0) at = skipNumber(view, at);
    at = type === TRUE || type === FALSE ? at : skipValue(view, at, type, depth);
  }
}

function skipValue(view: DataView, at: number, type: number, depth: number): number {
  if (type === BYTE || type === TRUE || type === FALSE) return at + 1;
  if (type === I16 || type === I32 || type === I64) return skipNumber(view, at);
  if (type === DOUBLE) return at + 8;
  if (type === STRUCT) return skipStruct(view, at, depth + 1);
  if (type !== BINARY && type !== LIST) throw new RangeError(`an unknown type, ${type}`);
  if (type === BINARY) return skipNumber(view, at) + count(view, at);
  const head = view.getUint8(at++);
  const isLong = head >> 4 === 15;
  const items = isLong ? count(view, at) : head >> 4;
  if (isLong) at = skipNumber(view, at);
  if (items > view.byteLength - at) throw new RangeError(`a list of ${items} in ${view.byteLength - at} bytes`);
  if (depth > DEEPEST) throw new RangeError('nested too deep');
  for (let i = 0; i < items; i++) at = skipValue(view, at, head & 15, depth + 1);
  return at;
}

function skipNumber(view: DataView, at: number): number {
  while (view.getUint8(at++) >= 0x80);
  return at;
}

/** A length: seven bits a byte, the lowest first. Throws RangeError for one that is longer than the view. */
function count(view: DataView, at: number): number {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = view.getUint8(at++);
    value += (byte & 0x7f) * 2 ** shift;
    if (value > view.byteLength) throw new RangeError(`a length of ${value} in ${view.byteLength} bytes`);
    if (byte < 0x80) return value;
  }
}
