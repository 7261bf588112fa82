import type { PageFormat } from '../../contract/schemas/paper.ts';
import { Random } from '../../random/random.ts';
import { MARK_INSET, PAGES, type Rect } from '../page.ts';
import { decode, encode, WORD } from './reed-solomon.ts';

/**
 * The band of black and white modules between the lower marks: the page's code. Its first row is a rail, all black; its second a pilot, always
 * the same, by which its modules are found also where the paper is bent; the rest are the bits of one word.
 */
export const BAND = { columns: 150, rows: 16, module: 1 };
export const PILOT_ROW = 1;
const FIRST_ROW = 2;

/** Bytes of parity, the most first: the less a page says, the more of its code may be damaged. */
const PARITIES = [192, 128, 64] as const;

/** What fits into a page's code, in bytes. */
export const MOST_BYTES = WORD - PARITIES[PARITIES.length - 1]!;

/** Where the band lies on the page. */
export function bandOf(format: PageFormat): Rect {
  const page = PAGES[format];
  const [width, height] = [BAND.columns * BAND.module, BAND.rows * BAND.module];
  return { x: (page.width - width) / 2, y: page.height - MARK_INSET - height / 2, width, height };
}

/** Even noise: what the pilot is, and what bits are turned by, so that none of them make large black or white areas. */
const NOISE = noise(BAND.columns * (BAND.rows - PILOT_ROW));

function noise(count: number): Uint8Array {
  const random = new Random([0x7061_7065, 0x7273_6865, 0x6574_0001, 1]);
  return Uint8Array.from({ length: count }, () => random.next() >>> 31);
}

/** 1 for each black module of the pilot. */
export const PILOT = NOISE.subarray(0, BAND.columns);
const MASK = NOISE.subarray(BAND.columns);

/** The band's modules, row by row, 1 for black. `data`: at most MOST_BYTES. */
export function bandModules(data: Uint8Array): Uint8Array {
  const parity = PARITIES.find((count) => data.length <= WORD - count);
  if (parity === undefined) throw new RangeError(`${data.length} bytes do not fit into a page's code`);
  const word = encode(data, parity);
  const modules = new Uint8Array(BAND.columns * BAND.rows);
  modules.fill(1, 0, BAND.columns);
  modules.set(PILOT, BAND.columns * PILOT_ROW);
  const bits = MASK.map((mask, i) => mask ^ (i < 8 * WORD ? (word[i >> 3]! >> (7 - (i & 7))) & 1 : 0));
  modules.set(bits, BAND.columns * FIRST_ROW);
  return modules;
}

/** The data in a band's modules, as far as they were seen right, zeros after it. Null: too few of them were. */
export function bandData(modules: Uint8Array): Uint8Array | null {
  const word = new Uint8Array(WORD);
  for (let i = 0; i < 8 * WORD; i++) {
    word[i >> 3]! |= (modules[BAND.columns * FIRST_ROW + i]! ^ MASK[i]!) << (7 - (i & 7));
  }
  for (const parity of PARITIES) {
    const data = decode(word, parity);
    if (data) return data;
  }
  return null;
}
