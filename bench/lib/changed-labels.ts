import type { Labels } from '../../shared/data/labelled-images.ts';
import { Random } from '../../shared/random/random.ts';

/** One in a hundred. */
const CHANGED = 0.01;

/** One in a hundred labels is another class's, drawn by a fixed seed: all labels, and the places of those changed. */
export function changedLabels(given: Labels, classes: number): { labels: Uint16Array; changed: Set<number> } {
  const labels = Uint16Array.from(given);
  const random = new Random([7, 7, 7, 7]);
  const all = random.shuffle(Uint32Array.from(labels.keys()));
  const places = all.subarray(0, Math.round(CHANGED * labels.length));
  for (const place of places) labels[place] = (labels[place]! + 1 + random.integer(classes - 1)) % classes;
  return { labels, changed: new Set(places) };
}
