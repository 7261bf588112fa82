import { handIdSchema } from '../../contract/schemas/hand.ts';
import { columnsSchema, type PageFormat } from '../../contract/schemas/paper.ts';
import { classNameSchema } from '../../contract/schemas/task.ts';
import { boxesOf } from '../boxes.ts';

/** What a page's code says: whose it is, and which sign each of its boxes is for. */
export interface PageCode {
  /** Eight hexadecimal digits, the same on all pages that were printed together. */
  readonly id: string;
  readonly page: number;
  readonly pages: number;
  readonly hand: string | null;
  readonly format: PageFormat;
  readonly columns: number;
  /** Boxes for each sign; those of the first one that stand on pages before; boxes of this page. */
  readonly times: number;
  readonly before: number;
  readonly boxes: number;
  /** The signs of this page, in their order. */
  readonly classes: readonly string[];
}

/** The form of the code; another one gets another number. */
const VERSION = 1;

/** Bits of the second byte. */
const LETTER = 1;
const WIDE = 2;
const SINGLE = 4;

/** Names are one line each, so that nothing in them is a line's end. */
const SEPARATOR = '\n';

/** A page's code as bytes. */
export function encodePage(code: PageCode): Uint8Array {
  const { id, page, pages, hand, format, columns, times, before, boxes, classes } = code;
  const isSingle = classes.every((name) => Array.from(name).length === 1);
  const text = classes.join(isSingle ? '' : SEPARATOR);
  const units = Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
  const isWide = units.some((unit) => unit > 255);
  const letters = Array.from(hand ?? '', (letter) => letter.charCodeAt(0));
  return Uint8Array.from([
    VERSION,
    (format === 'letter' ? LETTER : 0) | (isWide ? WIDE : 0) | (isSingle ? SINGLE : 0),
    ...(id.match(/../g) ?? []).map((digits) => parseInt(digits, 16)),
    ...[page, pages, columns, times, before, boxes, letters.length, ...letters, units.length],
    ...(isWide ? units.flatMap((unit) => [unit >> 8, unit & 255]) : units),
  ]);
}

/** A code's bytes, more of them may follow. `newer`: of a form that is not known yet. Null: they are no page's code. */
export function decodePage(bytes: Uint8Array): PageCode | 'newer' | null {
  if (bytes[0] !== VERSION) return bytes[0]! > VERSION ? 'newer' : null;
  const flags = bytes[1]!;
  const id = Array.from(bytes.subarray(2, 6), (byte) => byte.toString(16).padStart(2, '0')).join('');
  const [page, pages, columns, times, before, boxes, letters] = bytes.subarray(6, 13) as unknown as PageNumbers;
  const hand = String.fromCharCode(...bytes.subarray(13, 13 + letters)) || null;
  const text = textFrom(bytes.subarray(13 + letters), (flags & WIDE) !== 0);
  if (text === null) return null;
  const classes = (flags & SINGLE) !== 0 ? Array.from(text) : text.split(SEPARATOR);
  const format = (flags & LETTER) !== 0 ? 'letter' : 'a4';
  const code: PageCode = { id, page, pages, hand, format, columns, times, before, boxes, classes };
  return isWhole(code) ? code : null;
}

type PageNumbers = [
  page: number,
  pages: number,
  columns: number,
  times: number,
  before: number,
  boxes: number,
  letters: number,
];

/** The length in code units, then the units, of one byte or of two. */
function textFrom(bytes: Uint8Array, isWide: boolean): string | null {
  const length = bytes[0] ?? 0;
  if (length === 0 || 1 + length * (isWide ? 2 : 1) > bytes.length) return null;
  const units = Array.from({ length }, (_, i) =>
    isWide ? bytes[1 + 2 * i]! * 256 + bytes[2 + 2 * i]! : bytes[1 + i]!,
  );
  return String.fromCharCode(...units);
}

/** Whether a sheet says it that was printed by us: its code can be read without a fault and still be somebody else's. */
const isWhole = ({ page, pages, columns, times, before, boxes, hand, classes, format }: PageCode): boolean =>
  page >= 1 &&
  page <= pages &&
  before < times &&
  boxes >= 1 &&
  columnsSchema.safeParse(columns).success &&
  boxes <= boxesOf(format, columns).length &&
  classes.length === Math.ceil((before + boxes) / times) &&
  handIdSchema.nullable().safeParse(hand).success &&
  classes.every((name) => classNameSchema.safeParse(name).data === name);

/** The sign of each box of a page, in their order. */
export const labelsOf = ({ times, before, boxes, classes }: Omit<PageCode, 'id'>): string[] =>
  Array.from({ length: boxes }, (_, i) => classes[Math.floor((before + i) / times)]!);
