import type { SplitCorrections } from '../contract/schemas/corrections.ts';
import type { Task } from '../contract/schemas/task.ts';
import type { GivenLabels } from './answers.ts';

/**
 * Labels with a data set's corrections: `places` says which image each is of. A class that was put in the place of another counts
 * by its name, renamed as the model's run renamed it; one that the model does not know leaves the image out (-1).
 */
export function correctedLabels(
  given: GivenLabels,
  places: Uint32Array,
  { relabelled, leftOut }: SplitCorrections,
  model: Task,
  rename: Readonly<Record<string, string>> = {},
): GivenLabels {
  if (relabelled.length + leftOut.length === 0) return given;
  const names = new Map(relabelled);
  const out = new Set(leftOut);
  return Int32Array.from(given, (label, row) => {
    const place = places[row]!;
    if (out.has(place)) return -1;
    const name = names.get(place);
    return name === undefined ? label : model.classes.indexOf(Object.hasOwn(rename, name) ? rename[name]! : name);
  });
}
