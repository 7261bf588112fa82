import { AppError } from '../../../shared/contract/errors.ts';
import { baseName } from '../file-names.ts';
import { countOf, itemBytes, itemsOf, type ArrayFile } from './array-file.ts';
import { numbersOf } from './elements.ts';

/** Labels are held in memory: no data set that fits this studio has more. */
const MOST_LABELS = 20_000_000;
const PIECE = 1_048_576;

/**
 * A label for each image: whole numbers, or text. Of several columns the first counts (QMNIST's class), unless they are
 * zeros with a one in the class's place. Throws `label-invalid` {file, index, label}, `data-too-many` {file, most}, and
 * what `itemsOf` throws.
 */
export async function readLabels(array: ArrayFile): Promise<(number | string)[]> {
  const file = baseName(array.file.path);
  const count = countOf(array);
  if (count > MOST_LABELS) throw new AppError('data-too-many', { file, most: MOST_LABELS });
  const width = array.element === 'text' ? (array.shape[1] ?? 0) : (array.shape[1] ?? 1);
  const labels: (number | string)[] = [];
  for await (const bytes of itemsOf(array, Math.max(PIECE, itemBytes(array)))) {
    const numbers = numbersOf(bytes, array.element, array.littleEndian);
    for (let at = 0; at < numbers.length; at += width) {
      const row = numbers.subarray(at, at + width);
      const label = array.element === 'text' ? textOf(row) : numberOf(row);
      if (label === null || label === '')
        throw new AppError('label-invalid', { file, index: labels.length + 1, label: String(row[0]) });
      labels.push(label);
    }
  }
  return labels;
}

/** Null: it stands for no class. */
function numberOf(row: Float64Array): number | null {
  const hot = row.indexOf(1);
  const isOneHot = row.length > 1 && hot >= 0 && row.every((value, i) => value === (i === hot ? 1 : 0));
  const label = isOneHot ? hot : row[0]!;
  return Number.isSafeInteger(label) ? label : null;
}

/** Code points, filled up with zeros. */
function textOf(row: Float64Array): string | null {
  const points = [...row].filter((point) => point !== 0);
  return points.some((point) => point > 0x10ffff) ? null : String.fromCodePoint(...points).trim();
}
