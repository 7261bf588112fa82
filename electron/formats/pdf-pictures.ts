/** A picture's dictionary stands this close before its data, bytes. */
const MOST_DICTIONARY = 4096;

/** Smaller pictures, in pixels along a side, are logos and lines, not pages. */
const LEAST_SIDE = 400;

/**
 * The JPEG pictures of a PDF file that are as large as pages, in the file's order: scanners, and telephones that scan, write one for
 * each page. Nothing else of the file is understood: other pictures are passed over, and an encrypted file has none. Their bytes are
 * views on the file's. At most `most`, and one more where there are more.
 */
export function picturesOfPdf(file: Buffer, most: number): Buffer[] {
  const pictures: Buffer[] = [];
  for (let at = file.indexOf(STREAM); at >= 0 && pictures.length <= most; at = file.indexOf(STREAM, at + 1)) {
    const dictionary = dictionaryBefore(file, at);
    if (dictionary === null || !isPagePicture(dictionary)) continue;
    const start = at + STREAM.length + (file[at + STREAM.length] === CR ? 2 : 1);
    const end = endOf(file, start, dictionary);
    if (end < 0) break;
    const data = file.subarray(start, end);
    if (data[0] === 0xff && data[1] === 0xd8) pictures.push(data);
    at = end;
  }
  return pictures;
}

const STREAM = Buffer.from('stream');
const END = Buffer.from('endstream');
const OBJECT = Buffer.from('obj');
const CR = 0x0d;

/** What is said of the stream that begins here; null: none begins here. */
function dictionaryBefore(file: Buffer, at: number): string | null {
  const before = file.subarray(Math.max(0, at - MOST_DICTIONARY), at);
  const begin = before.lastIndexOf(OBJECT);
  if (begin < 0) return null;
  const text = before.subarray(begin + OBJECT.length).toString('latin1');
  return /^\s*<<[^]*>>\s*$/.test(text) ? text : null;
}

/** Only what is JPEG and nothing around it, in as many pixels as a page has. */
function isPagePicture(dictionary: string): boolean {
  if (!/\/Subtype\s*\/Image\b/.test(dictionary)) return false;
  if (!/\/Filter\s*(\/DCTDecode\b|\[\s*\/DCTDecode\s*\])/.test(dictionary)) return false;
  return ['Width', 'Height'].every((side) => {
    const found = new RegExp(`/${side}\\s+(\\d{1,6})\\b`).exec(dictionary);
    return found !== null && Number(found[1]) >= LEAST_SIDE;
  });
}

/** Where the data end: by their length, if the file says it here and is right, else where the next end stands. Negative: nowhere. */
function endOf(file: Buffer, start: number, dictionary: string): number {
  const said = /\/Length\s+(\d{1,10})(?!\s+\d+\s+R)\b/.exec(dictionary);
  const end = said ? start + Number(said[1]) : NaN;
  if (end + END.length <= file.length && file.subarray(end, end + END.length + 2).includes(END)) return end;
  return file.indexOf(END, start);
}
