import type { NewSample } from '../contract/schemas/hand.ts';
import type { Box, ReadSymbol } from '../contract/schemas/reading.ts';
import type { Frame } from '../contract/schemas/task.ts';
import { cut, type GreyImage } from '../ink/grey-image.ts';
import { sampleInFrame } from '../paper/sample-in-frame.ts';

/** A sign whose class is known, and where it stands. */
export interface KnownSign {
  readonly label: string;
  readonly box: Box;
}

/**
 * Which of the signs that were read each sign of a known text is, if there are as many. Null: nobody can tell, since a sign was read as
 * two, or two as one.
 */
export function knownSigns<Symbol extends Pick<ReadSymbol, 'empty'>>(
  symbols: readonly Symbol[],
  text: string,
): { readonly label: string; readonly symbol: Symbol }[] | null {
  const signs = [...text].filter((sign) => sign.trim() !== '');
  const read = symbols.filter(({ empty }) => !empty);
  if (signs.length === 0 || signs.length !== read.length) return null;
  return signs.map((label, i) => ({ label, symbol: read[i]! }));
}

/** A sign's ink, 0 paper to 255, in a hand's frame; null: there is none where it was read. */
export function signSample({ label, box }: KnownSign, ink: GreyImage, frame: Frame): NewSample | null {
  const [left, top] = [Math.max(0, Math.floor(box.x)), Math.max(0, Math.floor(box.y))];
  const width = Math.min(ink.width, Math.ceil(box.x + box.width)) - left;
  const height = Math.min(ink.height, Math.ceil(box.y + box.height)) - top;
  if (width < 1 || height < 1) return null;
  const side = Math.max(width, height);
  const square = new Uint8Array(side * side);
  const part = cut(ink, { x: left, y: top, width, height }).levels;
  for (let y = 0; y < height; y++) square.set(part.subarray(y * width, (y + 1) * width), y * side);
  const image = new Uint8Array(sampleInFrame(square, side, frame));
  return image.some((level) => level > 0) ? { label, image } : null;
}
