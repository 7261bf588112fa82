import type { Assumption } from '../../../shared/contract/schemas/model-import.ts';
import type { KerasLayer } from './keras-layer.ts';
import type { Options } from './options.ts';
import { plainLayer, type Outcome } from './taken-layer.ts';

/** A factor below this is meant for values up to 255: 1/255 and 1/127.5 are, 2 (for values from 0 to 1) is not. */
const BYTES_BELOW = 0.1;
const CLOSE = 1e-6;

/** Whether the values behind a layer are still the image's own. */
export const keepsValues = ({ type }: KerasLayer, outcome: Outcome): boolean =>
  'leftOut' in outcome ? outcome.leftOut !== 'range-is-ours' : type === 'Reshape' || type === 'Flatten';

/**
 * Keras's Rescaling. As the first layer that changes values it says what values the model was made for, and ours go from 0 to 1: of
 * one that takes 0 to 255 the factor is 255 times as large, and 1/255 is left out. `isFirst`: no layer before it changes values.
 */
export function rescaling(
  options: Options,
  name: string,
  isFirst: boolean,
): { outcome: Outcome; assumption: Assumption | null } {
  const [scale, offset] = [options.number('scale', 1), options.number('offset', 0)];
  const takesBytes = isFirst && Math.abs(scale) < BYTES_BELOW;
  const own = takesBytes ? scale * 255 : scale;
  const assumption: Assumption | null = takesBytes ? { code: 'range-bytes', facts: { layer: name } } : null;
  if (Math.abs(own - 1) < CLOSE && Math.abs(offset) < CLOSE)
    return { outcome: { leftOut: takesBytes ? 'range-is-ours' : 'changes-nothing' }, assumption };
  return { outcome: plainLayer({ type: 'Rescaling', scale: own, offset }), assumption };
}
