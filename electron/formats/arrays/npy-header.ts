import type { Element } from './elements.ts';

export interface NpyHeader {
  readonly element: Element;
  readonly littleEndian: boolean;
  /** For text, the last dimension is the number of characters. */
  readonly shape: readonly number[];
  readonly start: number;
}

const ELEMENTS: Readonly<Record<string, Element>> = {
  b1: 'uint8',
  u1: 'uint8',
  i1: 'int8',
  u2: 'uint16',
  i2: 'int16',
  u4: 'uint32',
  i4: 'int32',
  u8: 'uint64',
  i8: 'int64',
  f4: 'float32',
  f8: 'float64',
};

/**
 * The header of NumPy's .npy format (numpy.lib.format, versions 1 to 3), from a file's first bytes. Null: it is damaged, or
 * holds what is not read here: Python objects, complex numbers, more than one column stored after the other.
 */
export function parseNpyHeader(head: Uint8Array): NpyHeader | null {
  if (head.length < 12) return null;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const [lengthBytes, length] = head[6] === 1 ? [2, view.getUint16(8, true)] : [4, view.getUint32(8, true)];
  const start = 8 + lengthBytes + length;
  if (start > head.length) return null;
  const text = textOf(head.subarray(8 + lengthBytes, start));
  const type = /'descr':\s*'([<>|=])([a-zA-Z])(\d+)'/.exec(text);
  const dimensions = /'shape':\s*\(([\d,\sL]*)\)/.exec(text)?.[1];
  const byColumns = /'fortran_order':\s*True/.test(text);
  if (!type || dimensions === undefined) return null;
  const shape = dimensions
    .split(',')
    .map((part) => part.trim().replace(/L$/, ''))
    .filter((part) => part !== '')
    .map(Number);
  if (shape.some((side) => !Number.isSafeInteger(side)) || (byColumns && shape.length > 1)) return null;
  const [, order, letter, width] = type;
  const littleEndian = order !== '>';
  if (letter === 'U') return { element: 'text', littleEndian, shape: [...shape, Number(width)], start };
  const element = ELEMENTS[`${letter}${width}`];
  return element === undefined ? null : { element, littleEndian, shape, start };
}

/**
 * Whether a header that `parseNpyHeader` does not take is whole all the same, of an array that is not read here: of Python
 * objects (`O`), of several fields, of complex numbers or other types, or stored column by column.
 */
export function isUnreadNpy(head: Uint8Array): boolean {
  const text = textOf(head.subarray(8, 1024));
  const type = /'descr':\s*(\[|'[<>|=]?([a-zA-Z])(\d*))/.exec(text);
  if (!type) return false;
  const isKnown = type[2] === 'U' || Object.hasOwn(ELEMENTS, `${type[2]}${type[3]}`);
  return !isKnown || /'fortran_order':\s*True/.test(text);
}

const textOf = (bytes: Uint8Array): string => String.fromCharCode(...bytes);
