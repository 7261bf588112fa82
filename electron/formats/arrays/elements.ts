/** What an array's items are made of. */
export type Element =
  | 'uint8'
  | 'int8'
  | 'uint16'
  | 'int16'
  | 'uint32'
  | 'int32'
  | 'uint64'
  | 'int64'
  | 'float32'
  | 'float64'
  /** NumPy's text: so many characters of four bytes each. */
  | 'text';

/** Bytes of one element; text is counted in characters. */
export const BYTES: Readonly<Record<Element, number>> = {
  uint8: 1,
  int8: 1,
  uint16: 2,
  int16: 2,
  uint32: 4,
  int32: 4,
  uint64: 8,
  int64: 8,
  float32: 4,
  float64: 8,
  text: 4,
};

/** IDX's type bytes (Yann LeCun's page of MNIST). */
export const IDX_ELEMENTS: Readonly<Record<number, Element>> = {
  0x08: 'uint8',
  0x09: 'int8',
  0x0b: 'int16',
  0x0c: 'int32',
  0x0d: 'float32',
  0x0e: 'float64',
};

export const isFloat = (element: Element): boolean => element === 'float32' || element === 'float64';

type Get = (view: DataView, at: number, little: boolean) => number;

const GET: Readonly<Record<Element, Get>> = {
  uint8: (view, at) => view.getUint8(at),
  int8: (view, at) => view.getInt8(at),
  uint16: (view, at, little) => view.getUint16(at, little),
  int16: (view, at, little) => view.getInt16(at, little),
  uint32: (view, at, little) => view.getUint32(at, little),
  int32: (view, at, little) => view.getInt32(at, little),
  uint64: (view, at, little) => Number(view.getBigUint64(at, little)),
  int64: (view, at, little) => Number(view.getBigInt64(at, little)),
  float32: (view, at, little) => view.getFloat32(at, little),
  float64: (view, at, little) => view.getFloat64(at, little),
  text: (view, at, little) => view.getUint32(at, little),
};

/** The numbers that some whole elements stand for. */
export function numbersOf(bytes: Uint8Array, element: Element, littleEndian: boolean): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [get, width] = [GET[element], BYTES[element]];
  const numbers = new Float64Array(Math.floor(bytes.length / width));
  for (let i = 0; i < numbers.length; i++) numbers[i] = get(view, i * width, littleEndian);
  return numbers;
}
