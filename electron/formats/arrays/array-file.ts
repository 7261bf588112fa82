import { AppError } from '../../../shared/contract/errors.ts';
import { parseIdxHeader } from '../../../shared/data/idx.ts';
import { baseName } from '../file-names.ts';
import { contentOf } from '../tree/gzip.ts';
import type { SourceFile } from '../tree/open-tree.ts';
import { BYTES, IDX_ELEMENTS, type Element } from './elements.ts';
import { parseNpyHeader } from './npy-header.ts';

/** A file that holds one array: IDX or NumPy's .npy. */
export interface ArrayFile {
  readonly file: SourceFile;
  readonly element: Element;
  readonly littleEndian: boolean;
  readonly shape: readonly number[];
  /** Whether the header's numbers have another byte order than the format says. */
  readonly headerReversed: boolean;
  /** Where the items begin in the plain content. */
  readonly start: number;
}

/**
 * The array that a file holds by its header; null: not an array that is understood (objects and column-major arrays are
 * not). Throws `data-damaged` {file}.
 */
export function arrayOf(file: SourceFile): ArrayFile | null {
  if (file.kind === 'npy') {
    const header = parseNpyHeader(file.head);
    return header && { file, headerReversed: false, ...header };
  }
  const header = parseIdxHeader(file.head);
  if (!header) throw new AppError('data-damaged', { file: baseName(file.path) });
  const { type, shape, littleEndian, start } = header;
  return { file, element: IDX_ELEMENTS[type]!, shape, littleEndian, headerReversed: littleEndian, start };
}

/** Items in an array's first dimension. */
export const countOf = ({ shape }: ArrayFile): number => shape[0] ?? 0;

/** Bytes of one item along the first dimension. */
export const itemBytes = ({ shape, element }: ArrayFile): number =>
  shape.slice(1).reduce((product, side) => product * side, 1) * BYTES[element];

/**
 * The array's bytes, some whole items at a time, `most` bytes or one item. Throws `idx-wrong-size` {file, actual, expected}
 * when the file holds fewer or more than its header says, as soon as that is known, and what reading throws.
 */
export async function* itemsOf(array: ArrayFile, most: number, onTrailing?: () => void): AsyncGenerator<Uint8Array> {
  const { file, start } = array;
  const expected = start + countOf(array) * itemBytes(array);
  const block = Math.max(1, Math.floor(most / Math.max(1, itemBytes(array)))) * itemBytes(array);
  let [seen, pending, pendingSize] = [0, [] as Uint8Array[], 0];
  const wrong = (): AppError => new AppError('idx-wrong-size', { file: baseName(file.path), actual: seen, expected });
  for await (const piece of contentOf(file, onTrailing)) {
    const from = Math.max(0, start - seen);
    seen += piece.length;
    if (seen > expected) throw wrong();
    if (from >= piece.length) continue;
    pending.push(from === 0 ? piece : piece.subarray(from));
    pendingSize += piece.length - from;
    if (pendingSize < block) continue;
    const bytes = Buffer.concat(pending);
    const whole = bytes.length - (bytes.length % block);
    for (let at = 0; at < whole; at += block) yield bytes.subarray(at, at + block);
    pending = [bytes.subarray(whole)];
    pendingSize = bytes.length - whole;
  }
  if (seen !== expected) throw wrong();
  if (pendingSize > 0) yield Buffer.concat(pending);
}
