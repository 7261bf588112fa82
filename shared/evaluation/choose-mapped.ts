import { stratifiedSample } from '../data/split.ts';
import type { Random } from '../random/random.ts';

/**
 * Which rows of an evaluation a map shows, in order: all if there are no more than `most`. Otherwise a stratified sample, in which
 * every mistake is, unless mistakes would be more than half of it: then a stratified sample of them, too. `labels`: a class of each row.
 */
export function chooseMapped(
  labels: Uint16Array,
  wrong: (row: number) => boolean,
  most: number,
  random: Random,
): Uint32Array {
  const rows = [...labels.keys()];
  if (rows.length <= most) return Uint32Array.from(rows);
  const [mistakes, others] = [rows.filter(wrong), rows.filter((row) => !wrong(row))];
  const room = Math.max(Math.floor(most / 2), most - others.length);
  const sample = (among: readonly number[], count: number): number[] =>
    Array.from(
      stratifiedSample(
        Uint16Array.from(among, (row) => labels[row]!),
        count,
        random,
      ),
      (i) => among[i]!,
    );
  const shown = sample(mistakes, Math.min(room, mistakes.length));
  return Uint32Array.from([...shown, ...sample(others, most - shown.length)]).sort();
}
