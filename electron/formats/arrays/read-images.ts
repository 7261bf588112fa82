import { AppError } from '../../../shared/contract/errors.ts';
import { luminance } from '../../../shared/ink/luminance.ts';
import { baseName } from '../file-names.ts';
import type { Note } from '../found-set.ts';
import { itemsOf, type ArrayFile } from './array-file.ts';
import { isFloat, numbersOf } from './elements.ts';
import type { Layout } from './roles.ts';

/** Bytes read at a time: some thousand small images. */
const PIECE = 1_048_576;

/** From numbers to levels 0 to 255: level = (number - from) * 255 / (to - from), rounded. */
export interface Scale {
  readonly from: number;
  readonly to: number;
}

const AS_THEY_ARE: Scale = { from: 0, to: 255 };

/**
 * How the numbers of arrays that belong together become bytes. Bytes stay as they are; for other types the range of all
 * values is found first. Throws `data-damaged` {file} for a number that is none.
 */
export async function scaleOf(arrays: readonly ArrayFile[]): Promise<Scale> {
  if (arrays.every(({ element }) => element === 'uint8')) return AS_THEY_ARE;
  let [least, most] = [Infinity, -Infinity];
  for (const array of arrays) {
    for await (const bytes of itemsOf(array, PIECE)) {
      for (const value of numbersOf(bytes, array.element, array.littleEndian)) {
        if (!Number.isFinite(value)) throw new AppError('data-damaged', { file: baseName(array.file.path) });
        if (value < least) least = value;
        if (value > most) most = value;
      }
    }
  }
  return scaleFor(
    least,
    most,
    arrays.some(({ element }) => isFloat(element)),
  );
}

function scaleFor(least: number, most: number, fractions: boolean): Scale {
  if (least >= 0 && most <= 1 && fractions) return { from: 0, to: 1 };
  if (least >= -1 && most <= 1 && fractions) return { from: -1, to: 1 };
  if (least >= 0 && most <= 255) return AS_THEY_ARE;
  return { from: Math.min(0, least), to: Math.max(most, Math.min(0, least) + 1) };
}

/** An array's images as grey bytes, some at a time. Bytes that were written as signed are read as unsigned. */
export async function* imagesOf(
  array: ArrayFile,
  { channels, together, height, width }: Layout,
  scale: Scale,
  onNote: (note: Note) => void,
): AsyncGenerator<Uint8Array> {
  const file = baseName(array.file.path);
  const isBytes = array.element === 'uint8' || (array.element === 'int8' && scale.from < 0);
  if (scale !== AS_THEY_ARE && !isBytes)
    onNote({ code: 'values-scaled', params: { from: round(scale.from), to: round(scale.to) } });
  if (channels > 1) onNote({ code: 'colour' });
  const toLevels = (bytes: Uint8Array): Uint8Array => {
    if (isBytes) return bytes;
    const factor = 255 / (scale.to - scale.from);
    return Uint8Array.from(numbersOf(bytes, array.element, array.littleEndian), (value) =>
      Math.round((value - scale.from) * factor),
    );
  };
  const toGrey = (levels: Uint8Array): Uint8Array => {
    if (channels === 1) return levels;
    return luminance(together ? levels : interleave(levels, channels, height * width), channels);
  };
  for await (const bytes of itemsOf(array, PIECE, () => onNote({ code: 'gzip-trailing', params: { file } })))
    yield toGrey(toLevels(bytes));
}

/** From one plane after the other to pixels whose channels lie together. */
function interleave(levels: Uint8Array, channels: number, pixels: number): Uint8Array {
  const result = new Uint8Array(levels.length);
  for (let image = 0; image < levels.length; image += channels * pixels) {
    for (let channel = 0; channel < channels; channel++) {
      for (let i = 0; i < pixels; i++) result[image + i * channels + channel] = levels[image + channel * pixels + i]!;
    }
  }
  return result;
}

const round = (value: number): number => Number(value.toPrecision(6));
