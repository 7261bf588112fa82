import type { HandSample } from '../../../shared/contract/schemas/hand.ts';
import { extentOf } from '../../../shared/ink/fit.ts';
import type { Drawing } from '../../../shared/ink/types.ts';

/** A letter or digit whose ink is smaller than this share of the pad was a slip of the pen. Full stops and commas are small. */
const SMALLEST = 0.06;

/** Whether a model read it as something else than it is kept as. */
export const isReadOtherwise = ({ label, reading }: Pick<HandSample, 'label' | 'reading'>): boolean =>
  reading !== null && reading.label !== label;

/** Whether a drawing (in shares of the pad's side) is too small to be the letter or digit that was asked for. */
export function isTooSmall(drawing: Drawing, label: string): boolean {
  if (!/[\p{L}\p{N}]/u.test(label)) return false;
  const extent = extentOf(drawing);
  return extent === null || Math.max(extent.width, extent.height) < SMALLEST;
}
