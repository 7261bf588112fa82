import { parseIdxHeader } from '../../../shared/data/idx.ts';
import { fileKind } from '../file-kind.ts';
import { encodingOf } from './text.ts';

/** The kind of a file, by its first bytes. Its name is used only where these do not tell. */
export type Kind =
  | 'empty'
  /** Not even its first bytes could be read. */
  | 'damaged'
  | 'idx'
  | 'npy'
  | 'parquet'
  | 'picture'
  | 'zip'
  | 'json'
  | 'json-lines'
  | 'table'
  | 'unipen'
  | 'web-page'
  | 'hdf5'
  | 'matlab'
  | 'pickle'
  | 'text'
  | 'unknown';

/** Bytes that are enough to tell. */
export const HEAD_BYTES = 4096;

/** Magic numbers, as text with one character a byte. */
const MAGIC: readonly (readonly [string, Kind])[] = [
  ['\x93NUMPY', 'npy'],
  ['PAR1', 'parquet'],
  ['PK\x03\x04', 'zip'],
  ['PK\x05\x06', 'zip'],
  ['\x89HDF', 'hdf5'],
  ['MATLAB 5', 'matlab'],
];

/** The kind of plain content, after gzip is removed. */
export function sniff(head: Uint8Array): Kind {
  if (head.length === 0) return 'empty';
  const start = String.fromCharCode(...head.subarray(0, 32));
  if (isIdx(head)) return 'idx';
  const known = MAGIC.find(([magic]) => start.startsWith(magic));
  if (known) return known[1];
  const { is } = fileKind(head);
  if (is !== 'unknown') return is === 'picture' ? 'picture' : is === 'page' ? 'web-page' : 'unknown';
  const text = textOf(head);
  if (text !== null) return sniffText(text);
  return head[0] === 0x80 && head[1]! >= 2 && head[1]! <= 5 ? 'pickle' : 'unknown';
}

function sniffText(text: string): Kind {
  const trimmed = text.trimStart();
  if (trimmed === '') return 'text';
  if (trimmed.startsWith('[')) return 'json';
  if (trimmed.startsWith('{')) return /^\{.*\}\s*\n\s*\{/.test(trimmed) || isLongLine(trimmed) ? 'json-lines' : 'json';
  if (/^\s*\.[A-Z_]+/m.test(text) && /^\.(VERSION|SEGMENT|PEN_DOWN|COORD|COMMENT|DT|HIERARCHY)\b/m.test(text))
    return 'unipen';
  return /[,;\t]/.test(trimmed.split('\n')[0]!) ? 'table' : 'text';
}

/** A first object that goes on beyond the head without a line end: Quick Draw's lines can be longer than that. */
const isLongLine = (text: string): boolean => /^\{"(word|key_id|label)"/.test(text) && !/\n/.test(text.trim());

/** A header that is cut short still says that it is one. */
const isIdx = (head: Uint8Array): boolean => {
  const whole = new Uint8Array(20);
  whole.set(head.subarray(0, 20));
  return head.length >= 4 && parseIdxHeader(whole) !== null;
};

/** Text in UTF-8, or in UTF-16 with its byte order mark, without that; null if the bytes are none. The last character may be cut. */
function textOf(head: Uint8Array): string | null {
  const encoding = encodingOf(head);
  if (encoding === 'utf-8' && head.some((byte) => byte < 9 || (byte > 13 && byte < 32))) return null;
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(head, { stream: true });
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}
