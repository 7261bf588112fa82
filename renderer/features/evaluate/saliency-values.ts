import type { Saliency } from '../../../shared/contract/schemas/evaluated-image.ts';

/** Maps that only ever speak for the class, so that what all of the image has in common says nothing about where. */
const ONE_SIDED: ReadonlySet<Saliency['kind']> = new Set(['grad-cam', 'attention']);

/**
 * A map's values as they are painted, -1 to 1. Grad-CAM and attention of many an image are high everywhere and a little
 * higher in some places: they are spread from their lowest value to their highest. One that is the same everywhere is 0.
 */
export function paintedValues({ kind, values }: Pick<Saliency, 'kind' | 'values'>): Float32Array {
  const found = new Float32Array(values.slice().buffer);
  if (!ONE_SIDED.has(kind)) return found;
  const [least, most] = found.reduce(
    ([lo, hi], value) => [Math.min(lo, value), Math.max(hi, value)],
    [Infinity, -Infinity],
  );
  return most > least ? found.map((value) => (value - least) / (most - least)) : new Float32Array(found.length);
}

/** Whether a map says nothing of where: nothing in it would be painted. */
export const saysNothing = (map: Pick<Saliency, 'kind' | 'values'>): boolean =>
  paintedValues(map).every((value) => value === 0);
