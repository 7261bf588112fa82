import type { LayerOf } from '../../contract/schemas/model.ts';
import { elements, shapeText } from '../info.ts';
import { plain, type Measured, type Place } from './place.ts';

/** A view of its input: nothing new is kept. */
export const flatten = ({ shape }: Place): Measured => plain([elements(shape)], 0);

/** As many numbers as came in, in the same order: `reshape-mismatch` {target, has, needs} otherwise. */
export function reshape({ targetShape }: LayerOf<'Reshape'>, { shape, fail }: Place): Measured {
  const [has, needs] = [elements(shape), elements(targetShape)];
  if (has !== needs) fail('reshape-mismatch', { shape: shapeText(shape), target: shapeText(targetShape), has, needs });
  return plain(targetShape, 0);
}
