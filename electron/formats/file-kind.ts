/** Kinds of pictures that are read. */
export type PictureKind = 'png' | 'jpeg' | 'webp' | 'gif' | 'bmp' | 'tiff';

/** What a file is, told by its first bytes. `other`: a picture of a kind that is not read, by its name. */
export type FileKind =
  | { readonly is: 'picture'; readonly kind: PictureKind }
  | { readonly is: 'other'; readonly kind: string }
  | { readonly is: 'page' }
  | { readonly is: 'unknown' };

/** Bytes that must stand at a place, each a character of Latin-1. */
type Signature = readonly (readonly [at: number, bytes: string])[];

const PICTURES: readonly [kind: PictureKind, signature: Signature][] = [
  ['png', [[0, '\x89PNG\r\n\x1a\n']]],
  ['jpeg', [[0, '\xff\xd8\xff']]],
  [
    'webp',
    [
      [0, 'RIFF'],
      [8, 'WEBP'],
    ],
  ],
  ['gif', [[0, 'GIF87a']]],
  ['gif', [[0, 'GIF89a']]],
  // Two fields of a bitmap's header are 0, and so are the upper bytes of the next header's size.
  [
    'bmp',
    [
      [0, 'BM'],
      [6, '\0\0\0\0'],
      [15, '\0\0\0'],
    ],
  ],
  ['tiff', [[0, 'II*\0']]],
  ['tiff', [[0, 'MM\0*']]],
  ['tiff', [[0, 'II+\0']]],
  ['tiff', [[0, 'MM\0+']]],
];

const OTHERS: readonly [name: string, signature: Signature][] = [
  ...['heic', 'heix', 'hevc', 'hevx', 'heim', 'heis', 'mif1', 'msf1'].map((brand) => isoMedia('HEIC', brand)),
  ...['avif', 'avis'].map((brand) => isoMedia('AVIF', brand)),
  ['JPEG XL', [[0, '\xff\x0a']]],
  ['JPEG XL', [[0, '\0\0\0\x0cJXL ']]],
  ['JPEG 2000', [[0, '\0\0\0\x0cjP  ']]],
  ['Photoshop', [[0, '8BPS']]],
  ['ICO', [[0, '\0\0\x01\0']]],
];

function isoMedia(name: string, brand: string): [string, Signature] {
  return [name, [[4, `ftyp${brand}`]]];
}

/** Before the first element of a document: a byte order mark, XML's declaration, comments, a document type. */
const PROLOGUE = /^(ï»¿)?\s*(<\?xml[^>]*>\s*)?(<!--[^]*?-->\s*)*(<!doctype [^>]*>\s*)?/i;
/** A PDF may begin with bytes that are no part of it: what a mail program or a server put there. */
const PDF = /%PDF-\d/;
const PAGE = /^<(html|head|body|script|title|meta|link|div|p|h1|table|form)\b/i;

/** By content, never by name. The first thousand bytes suffice. */
export function fileKind(bytes: Uint8Array): FileKind {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(1024, bytes.length)).toString('latin1');
  const matches = ([, signature]: readonly [string, Signature]): boolean =>
    signature.every(([at, wanted]) => start.startsWith(wanted, at));
  const picture = PICTURES.find(matches);
  if (picture) return { is: 'picture', kind: picture[0] };
  const other = OTHERS.find(matches);
  if (other) return { is: 'other', kind: other[0] };
  const [prologue = ''] = PROLOGUE.exec(start) ?? [];
  const content = start.slice(prologue.length);
  if (/^<svg\b/i.test(content)) return { is: 'other', kind: 'SVG' };
  if (/<!doctype html/i.test(prologue) || PAGE.test(content)) return { is: 'page' };
  return PDF.test(start) ? { is: 'other', kind: 'PDF' } : { is: 'unknown' };
}
